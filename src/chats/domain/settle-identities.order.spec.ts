import { describe, expect, it } from '@jest/globals';
import { becomes, hearAll, P, Q, says } from './identities.fixture.js';
import type { Evidence } from './settle-identities.js';

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, index) =>
    permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]),
  );
}

describe('the order of webhooks', () => {
  const STORIES: [string, Evidence[]][] = [
    [
      'one person by and by',
      [says(1, { waId: P }), says(2, { bsuid: 'KZ.1' }), says(3, { waId: P, bsuid: 'KZ.1' }), says(4, { waId: P })],
    ],
    [
      'a recycled phone',
      [
        says(1, { waId: P, bsuid: 'KZ.1' }),
        says(2, { waId: P, bsuid: 'KZ.1' }),
        says(3, { waId: P, bsuid: 'KZ.2' }),
        says(4, { bsuid: 'KZ.1' }),
        says(5, { waId: P }),
      ],
    ],
    [
      'a phone that goes from hand to hand and back',
      [
        says(1, { waId: P, bsuid: 'KZ.1' }),
        says(2, { waId: P, bsuid: 'KZ.2' }),
        says(3, { waId: P, bsuid: 'KZ.1' }),
        says(4, { waId: Q, bsuid: 'KZ.2' }),
      ],
    ],
    [
      'a change of number and user id',
      [
        says(1, { waId: P, bsuid: 'KZ.1' }),
        becomes(3, { waId: P, bsuid: 'KZ.1' }, { waId: Q, bsuid: 'KZ.2' }),
        says(4, { waId: Q, bsuid: 'KZ.2' }),
        says(9, { waId: P, bsuid: 'KZ.3' }),
      ],
    ],
    [
      'a change of number, the old way',
      [says(1, { waId: P }), becomes(3, { waId: P }, { waId: Q }), says(4, { waId: Q })],
    ],
    [
      'two changes in a row',
      [
        says(1, { bsuid: 'KZ.1' }),
        becomes(2, { bsuid: 'KZ.1' }, { bsuid: 'KZ.2' }),
        becomes(4, { bsuid: 'KZ.2' }, { bsuid: 'KZ.3' }),
        says(5, { bsuid: 'KZ.3' }),
      ],
    ],
    [
      'parent ids',
      [
        says(1, { bsuid: 'KZ.1', parentBsuid: 'KZ.ENT.1' }),
        says(2, { waId: P, bsuid: 'KZ.1' }),
        says(3, { bsuid: 'KZ.2', parentBsuid: 'KZ.ENT.1' }),
      ],
    ],
  ];

  it.each(STORIES)('does not count for %s', (_, evidence) => {
    const expected = hearAll(evidence).people();
    for (const order of permutations(evidence)) {
      expect([order.map(({ wamid }) => wamid), hearAll(order).people()]).toEqual([
        order.map(({ wamid }) => wamid),
        expected,
      ]);
      expect(hearAll([...order, ...order]).people()).toEqual(expected);
    }
  });

  it('by nature counts for where a message is that names a recycled phone alone', () => {
    const [phoneAlone, first, second] = [
      says(1, { waId: P }),
      says(2, { waId: P, bsuid: 'KZ.1' }),
      says(3, { waId: P, bsuid: 'KZ.2' }),
    ];
    expect(hearAll([phoneAlone, first, second]).found).toEqual([1, 1, 2]);
    expect(hearAll([phoneAlone, second, first]).found).toEqual([1, 1, 2]);
    expect(hearAll([phoneAlone, second, first]).people()).toEqual(hearAll([phoneAlone, first, second]).people());
  });
});
