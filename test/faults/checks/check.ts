import type { History } from '../support/history.js';

export type Invariant =
  'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6' | 'I7' | 'I8' | 'I9' | 'I10' | 'I11' | 'I12' | 'I13' | 'I14' | 'order';

/** Tells what breaks an invariant, one sentence each. */
export type Check = (history: History) => string[];

export function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** The keys under which more than one item stands. */
export function repeated<T, K>(items: readonly T[], keyOf: (item: T) => K): K[] {
  return [...groupBy(items, keyOf)].flatMap(([key, group]) => (group.length > 1 ? [key] : []));
}

const RANK: Record<string, number> = { pending: 0, sent: 1, delivered: 2, read: 3 };

/** What was sent, as far as a status says so; a failed message may have been, for all it tells. */
export function rankOf(status: string): number {
  return RANK[status] ?? 0;
}

/**
 * Whether somebody who saw `before` may see `after` later: delivered and read win over a failure, and anything that is heard at all
 * wins over UNKNOWN_OUTCOME, which only says that nothing was heard.
 */
export function mayFollow(before: { status: string; errorCode: string | null }, after: string): boolean {
  if (before.status === after) return true;
  if (before.status === 'failed') {
    return rankOf(after) >= 2 || (before.errorCode === 'UNKNOWN_OUTCOME' && after === 'sent');
  }
  if (after === 'failed') return rankOf(before.status) <= 1;
  return rankOf(after) > rankOf(before.status);
}
