import { describe, expect, it } from '@jest/globals';
import { expiredPartitions, Partition } from './partitions.js';

const of = (parent: Partition['parent'], day: string): Partition => ({
  name: `${parent}_${day.replaceAll('-', '')}`,
  parent,
  day,
  state: 'attached',
});

describe('expiredPartitions', () => {
  it.each([
    // An event of 23:59:59 on the 1st is 72 h old at 23:59:59 on the 4th.
    ['events', '2026-03-01', '2026-03-04', false],
    ['events', '2026-03-01', '2026-03-05', true],
    ['webhook_inbox', '2026-03-01', '2026-03-15', false],
    ['webhook_inbox', '2026-03-01', '2026-03-16', true],
    ['webhook_inbox', '2026-02-27', '2026-03-14', true],
    ['events', '2026-03-08', '2026-03-01', false],
  ] as const)('of %s, day %s, on %s: %s', (parent, day, today, expired) => {
    expect(expiredPartitions([of(parent, day)], today)).toHaveLength(expired ? 1 : 0);
  });

  it('begins with the oldest', () => {
    const days = ['2026-01-03', '2026-01-01', '2026-01-02'];
    expect(
      expiredPartitions(
        days.map((day) => of('events', day)),
        '2026-03-01',
      ).map(({ day }) => day),
    ).toEqual(['2026-01-01', '2026-01-02', '2026-01-03']);
  });
});
