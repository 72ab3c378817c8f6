import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { becomes, hearAll, says } from './identities.fixture.js';
import type { PersonHints } from './resolve-customers.js';
import type { Evidence } from './settle-identities.js';

const phone = fc.constantFrom('770100', '770200');
const userId = fc.constantFrom('KZ.1', 'KZ.2', 'KZ.3');

/** Whatever a message may say, however little sense it makes beside the others. */
const anybody: fc.Arbitrary<PersonHints> = fc.oneof(
  fc.record({ waId: phone, bsuid: userId }),
  fc.record({ bsuid: userId }),
  fc.record({ waId: phone }),
  fc.record({ bsuid: userId, parentBsuid: fc.constantFrom('KZ.ENT.1', 'KZ.ENT.2') }),
);

interface Step {
  who: number;
  deed: 'writes' | 'hides the phone' | 'moves';
  number: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  who: fc.nat({ max: 1 }),
  deed: fc.constantFrom('writes', 'hides the phone', 'moves'),
  number: fc.nat({ max: 3 }),
});

/** What WhatsApp tells of two people who write, hide their phone and take numbers that nobody has just then. */
function historyOf(steps: readonly Step[]): Evidence[] {
  const people = [
    { waId: '77010', bsuid: 'KZ.10' },
    { waId: '77011', bsuid: 'KZ.11' },
  ];
  return steps.flatMap(({ who, deed, number }, index): Evidence[] => {
    const [person, waId] = [people[who], `7701${number}`];
    if (person === undefined) return [];
    if (deed === 'writes') return [says(index, { ...person })];
    if (deed === 'hides the phone') return [says(index, { bsuid: person.bsuid })];
    if (people.some((other) => other.waId === waId)) return [];
    const moved = { waId, bsuid: `KZ.${100 + index}` };
    people[who] = moved;
    return [becomes(index, person, moved)];
  });
}

const shuffled = <T>(list: readonly T[]): fc.Arbitrary<[T[], T[]]> =>
  fc.shuffledSubarray([...list], { minLength: list.length }).map((other) => [[...list], other]);

describe('whose names are', () => {
  it('does not depend on the order of messages, whatever they say', () => {
    const evidence = fc
      .array(anybody, { minLength: 2, maxLength: 7 })
      .chain((people) => shuffled(people.map((person, index) => says(index, person))));
    fc.assert(
      fc.property(evidence, ([inOrder, other]) => {
        expect(hearAll(other).people()).toEqual(hearAll(inOrder).people());
      }),
      { numRuns: 500 },
    );
  });

  it('does not depend on the order in which a life is told, nor on how often', () => {
    const evidence = fc.array(step, { minLength: 2, maxLength: 9 }).chain((steps) => shuffled(historyOf(steps)));
    fc.assert(
      fc.property(evidence, ([inOrder, other]) => {
        const expected = hearAll(inOrder).people();
        expect(hearAll(other).people()).toEqual(expected);
        expect(hearAll([...other, ...inOrder]).people()).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });
});
