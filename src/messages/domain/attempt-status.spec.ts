import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { type AttemptFacts, attemptStatus, ATTEMPT_STATUS_SQL, STATUS_RULES } from './attempt-status.js';
import { ATTEMPT_STATES } from './message.js';

const AT = new Date('2026-03-01T12:00:00.000Z');
const TIMES = ['sentAt', 'deliveredAt', 'readAt', 'failedAt'] as const;
const NOTHING: AttemptFacts = { state: 'queued', sentAt: null, deliveredAt: null, readAt: null, failedAt: null };

/** Every subset of receipts with every state: 80. */
const EVERY_CASE: AttemptFacts[] = ATTEMPT_STATES.flatMap((state) =>
  [...Array(2 ** TIMES.length).keys()].map((bits) => ({
    state,
    ...(Object.fromEntries(TIMES.map((time, index) => [time, (bits >> index) % 2 === 1 ? AT : null])) as Omit<
      AttemptFacts,
      'state'
    >),
  })),
);

/** Our own reading of a condition in SQL: `… is not null` and `state = '…'`, joined by `or`. */
function holdsInSql(sql: string, facts: AttemptFacts): boolean {
  const columns = {
    sent_at: facts.sentAt,
    delivered_at: facts.deliveredAt,
    read_at: facts.readAt,
    failed_at: facts.failedAt,
  };
  return sql.split(' or ').some((atom) => {
    const [, column] = /^(\w+) is not null$/.exec(atom) ?? [];
    if (column !== undefined) return columns[column as keyof typeof columns] !== null;
    const [, state] = /^state = '(\w+)'$/.exec(atom) ?? [];
    if (state === undefined) throw new Error(`cannot read ${atom}`);
    return facts.state === state;
  });
}

/** The CASE as PostgreSQL goes through it. */
function statusInSql(facts: AttemptFacts): string {
  const branches = [...ATTEMPT_STATUS_SQL.matchAll(/when (.+?) then '(\w+)'/g)];
  return (
    branches.find(([, condition = '']) => holdsInSql(condition, facts))?.[2] ??
    (/else '(\w+)' end$/.exec(ATTEMPT_STATUS_SQL)?.[1] as string)
  );
}

describe('attemptStatus', () => {
  it.each<[Partial<AttemptFacts>, string]>([
    [{}, 'pending'],
    [{ state: 'posting' }, 'pending'],
    [{ state: 'uncertain' }, 'pending'],
    [{ state: 'accepted' }, 'sent'],
    [{ state: 'refused' }, 'failed'],
    [{ state: 'uncertain', sentAt: AT }, 'sent'],
    [{ state: 'accepted', failedAt: AT }, 'failed'],
    [{ state: 'accepted', sentAt: AT, failedAt: AT }, 'failed'],
    [{ state: 'accepted', sentAt: AT, failedAt: AT, deliveredAt: AT }, 'delivered'],
    [{ state: 'accepted', failedAt: AT, readAt: AT }, 'read'],
    [{ state: 'refused', deliveredAt: AT }, 'delivered'],
    [{ state: 'posting', readAt: AT }, 'read'],
  ])('of %j is %s', (facts, expected) => {
    expect(attemptStatus({ ...NOTHING, ...facts })).toBe(expected);
  });

  it('is what the SQL says, for every subset of facts', () => {
    expect(EVERY_CASE).toHaveLength(80);
    expect(STATUS_RULES).toHaveLength(4);
    expect(EVERY_CASE.filter((facts) => attemptStatus(facts) !== statusInSql(facts))).toEqual([]);
  });

  it('depends on which receipts came and not on their times', () => {
    const time = fc.option(fc.date({ noInvalidDate: true }), { nil: null });
    const facts = fc.record({
      state: fc.constantFrom(...ATTEMPT_STATES),
      sentAt: time,
      deliveredAt: time,
      readAt: time,
      failedAt: time,
    });
    fc.assert(fc.property(facts, (one) => attemptStatus(one) === statusInSql(one)));
  });

  it('never falls back when one more receipt comes, unless it fails what was pending or sent', () => {
    const rank = ['pending', 'sent', 'failed', 'delivered', 'read'];
    const fallen = EVERY_CASE.flatMap((facts) =>
      TIMES.map((time) => [attemptStatus(facts), attemptStatus({ ...facts, [time]: AT })] as const),
    ).filter(([before, after]) => rank.indexOf(after) < rank.indexOf(before));
    expect(fallen).toEqual([]);
  });
});
