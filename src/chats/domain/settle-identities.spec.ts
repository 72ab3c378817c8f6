import { describe, expect, it } from '@jest/globals';
import { becomes, hearAll, P, Q, says } from './identities.fixture.js';
import { aliasesOf } from './resolve-customers.js';
import { type Evidence, isQuiet, settleIdentities } from './settle-identities.js';

interface Story {
  name: string;
  evidence: Evidence[];
  /** In the order above: whose each piece is. */
  found: number[];
  people: string[];
  merges?: string[];
  changes?: string[];
}

const MESSAGES: Story[] = [
  { name: 'somebody new', evidence: [says(1, { waId: P })], found: [1], people: [P] },
  {
    name: 'two who have nothing in common',
    evidence: [says(1, { waId: P }), says(2, { bsuid: 'KZ.1' })],
    found: [1, 2],
    people: [P, 'KZ.1'],
  },
  {
    name: 'a phone that turns out to have a user id',
    evidence: [says(1, { waId: P }), says(2, { waId: P, bsuid: 'KZ.1' })],
    found: [1, 1],
    people: [`${P} + KZ.1`],
  },
  {
    name: 'a user id that turns out to have a phone',
    evidence: [says(1, { bsuid: 'KZ.1' }), says(2, { waId: P, bsuid: 'KZ.1' })],
    found: [1, 1],
    people: [`${P} + KZ.1`],
  },
  {
    name: 'a phone and a user id that turn out to be one person',
    evidence: [says(1, { waId: P }), says(2, { bsuid: 'KZ.1' }), says(3, { waId: P, bsuid: 'KZ.1' })],
    found: [1, 2, 1],
    people: [`${P} + KZ.1`],
    merges: ['2>1'],
    changes: ['merged 1'],
  },
  {
    name: 'the same, the user id older than the phone',
    evidence: [says(1, { bsuid: 'KZ.1' }), says(2, { waId: P }), says(3, { waId: P, bsuid: 'KZ.1' })],
    found: [1, 2, 1],
    people: [`${P} + KZ.1`],
    merges: ['2>1'],
    changes: ['merged 1'],
  },
  {
    name: 'a phone that changed hands',
    evidence: [says(1, { waId: P, bsuid: 'KZ.1' }), says(2, { waId: P, bsuid: 'KZ.2' })],
    found: [1, 2],
    people: ['77011234567 + KZ.2', 'KZ.1'],
    changes: ['identity_lost 1', 'identity_gained 2'],
  },
  {
    name: 'a parent id that leads to a user id',
    evidence: [says(1, { bsuid: 'KZ.1', parentBsuid: 'KZ.ENT.1' }), says(2, { parentBsuid: 'KZ.ENT.1' })],
    found: [1, 1],
    people: ['KZ.1 + KZ.ENT.1'],
  },
  {
    name: 'a parent id of another user id',
    evidence: [
      says(1, { bsuid: 'KZ.1', parentBsuid: 'KZ.ENT.1' }),
      says(2, { bsuid: 'KZ.2', parentBsuid: 'KZ.ENT.1' }),
    ],
    found: [1, 2],
    people: ['KZ.1', 'KZ.2 + KZ.ENT.1'],
    changes: ['identity_lost 1', 'identity_gained 2'],
  },
];

const CHANGES: Story[] = [
  {
    name: 'a new number of somebody we know',
    evidence: [says(1, { waId: P }), becomes(2, { waId: P }, { waId: Q }), says(3, { waId: Q })],
    found: [1, 1, 1],
    people: [`${P} (once) + ${Q}`],
    changes: ['number_changed 1'],
  },
  {
    name: 'a new number and user id',
    evidence: [
      says(1, { waId: P, bsuid: 'KZ.1' }),
      becomes(2, { waId: P, bsuid: 'KZ.1' }, { waId: Q, bsuid: 'KZ.2' }),
      says(3, { waId: Q, bsuid: 'KZ.2' }),
    ],
    found: [1, 1, 1],
    people: [`${P} (once) + ${Q} + KZ.1 (once) + KZ.2`],
    changes: ['user_id_changed 1', 'number_changed 1'],
  },
  {
    name: 'a new number that already wrote',
    evidence: [says(1, { waId: P }), says(3, { waId: Q }), becomes(2, { waId: P }, { waId: Q })],
    found: [1, 2, 1],
    people: [`${P} (once) + ${Q}`],
    merges: ['2>1'],
    changes: ['merged 1'],
  },
  {
    name: 'a new number that was somebody else’s before',
    evidence: [says(1, { waId: Q }), says(2, { waId: P }), becomes(3, { waId: P }, { waId: Q }), says(4, { waId: Q })],
    found: [1, 2, 2, 2],
    people: [`${P} (once) + ${Q}`],
    changes: ['identity_lost 1', 'identity_gained 2', 'number_changed 2'],
  },
  {
    name: 'an old number that a stranger has now',
    evidence: [says(1, { waId: P }), becomes(2, { waId: P }, { waId: Q }), says(9, { waId: P }), says(1, { waId: P })],
    found: [1, 1, 2, 1],
    people: [P, Q],
    changes: ['number_changed 1', 'identity_lost 1', 'identity_gained 2'],
  },
  {
    name: 'a new user id without any phone',
    evidence: [
      says(1, { bsuid: 'KZ.1' }),
      becomes(2, { bsuid: 'KZ.1' }, { bsuid: 'KZ.2' }),
      says(3, { bsuid: 'KZ.2' }),
      says(1, { bsuid: 'KZ.1' }),
    ],
    found: [1, 1, 1, 1],
    people: ['KZ.1 (once) + KZ.2'],
    changes: ['user_id_changed 1'],
  },
  {
    name: 'two user ids that turn out to be one person',
    evidence: [
      says(1, { bsuid: 'KZ.1' }),
      says(3, { bsuid: 'KZ.2' }),
      becomes(2, { bsuid: 'KZ.1' }, { bsuid: 'KZ.2' }),
    ],
    found: [1, 2, 1],
    people: ['KZ.1 (once) + KZ.2'],
    merges: ['2>1'],
    changes: ['merged 1'],
  },
  {
    name: 'a change nobody has heard of before',
    evidence: [becomes(2, { waId: P, bsuid: 'KZ.1' }, { waId: Q, bsuid: 'KZ.2' }), says(1, { waId: P, bsuid: 'KZ.1' })],
    found: [1, 1],
    people: [`${P} (once) + ${Q} + KZ.1 (once) + KZ.2`],
    changes: ['user_id_changed 1', 'number_changed 1'],
  },
  {
    name: 'a new number of one whose user id changes with it, unsaid',
    evidence: [
      says(1, { waId: P, bsuid: 'KZ.1' }),
      becomes(2, { waId: P }, { waId: Q }),
      says(3, { waId: Q, bsuid: 'KZ.2' }),
    ],
    found: [1, 1, 1],
    people: [`${P} (once) + ${Q} + KZ.1 (once) + KZ.2`],
    changes: ['number_changed 1'],
  },
];

describe('settleIdentities', () => {
  it.each([...MESSAGES, ...CHANGES].map((story): [string, Story] => [story.name, story]))('knows %s', (_, story) => {
    const desk = hearAll(story.evidence);
    expect(desk.found).toEqual(story.found);
    expect(desk.people()).toEqual([...story.people].sort());
    expect(desk.merges).toEqual(story.merges ?? []);
    expect(desk.kinds).toEqual(story.changes ?? []);
  });

  it.each([...MESSAGES, ...CHANGES].map((story): [string, Story] => [story.name, story]))(
    'hears nothing new when it is told of %s again',
    (_, story) => {
      const desk = hearAll(story.evidence);
      const before = desk.rows.map((row) => ({ ...row }));
      for (const evidence of story.evidence.filter(({ became }) => became !== undefined)) desk.hear(evidence);
      expect(desk.rows).toEqual(expect.arrayContaining(before));
      expect(desk.rows).toHaveLength(before.length);
      expect(desk.kinds).toEqual(story.changes ?? []);
    },
  );

  it('settles a batch as it settles one after the other', () => {
    const evidence = [says(1, { waId: P }), says(2, { bsuid: 'KZ.1' }), says(3, { waId: P, bsuid: 'KZ.1' })];
    const { customerIds, merges, rows } = settleIdentities([], evidence);
    expect(customerIds).toEqual([-1, -1, -1]);
    expect(merges).toEqual([{ from: -2, into: -1 }]);
    expect(new Set(rows.map(({ customerId }) => customerId))).toEqual(new Set([-1]));
  });
});

describe('isQuiet', () => {
  it.each<[string, Evidence, boolean]>([
    ['the same person again', says(5, { waId: P, bsuid: 'KZ.1' }), true],
    ['somebody new', says(5, { waId: Q }), true],
    ['a name more', says(5, { bsuid: 'KZ.1', parentBsuid: 'KZ.ENT.1' }), false],
    ['a phone that moves', says(5, { waId: P, bsuid: 'KZ.2' }), false],
    ['a change of number', becomes(5, { waId: P }, { waId: Q }), false],
  ])('of %s is %s', (_, evidence, expected) => {
    const { rows } = hearAll([says(1, { waId: P, bsuid: 'KZ.1' })]);
    expect(isQuiet(settleIdentities(rows, [evidence]), rows)).toBe(expected);
    expect(aliasesOf(evidence.person).length).toBeGreaterThan(0);
  });
});
