import { repeated } from './checks/check.js';
import type { History } from './support/history.js';

export interface Tally {
  /** Messages and receipts that Meta was answered 200 for, and sends that operators were answered 200 or 202 for. */
  acked: number;
  /** How many of these the database holds. */
  stored: number;
  doubled: number;
  lost: number;
  sentTwice: number;
}

/** The promises in five numbers. */
export function tallyOf({ webhooks, sends, posts, rows }: History): Tally {
  const taken = webhooks.filter(({ answers }) => answers.includes(200));
  const acked = new Set([
    ...taken.flatMap(({ inbound }) => inbound.map(({ wamid }) => `in ${wamid}`)),
    ...taken.flatMap(({ receipts }) => receipts.map(({ wamid, status }) => `${status} ${wamid}`)),
    ...sends.filter(({ outcome }) => outcome === 'ok').map(({ key }) => `out ${key}`),
  ]);
  const stored = [
    ...rows.messages.map(({ direction, wamid, key }) => (direction === 'in' ? `in ${wamid}` : `out ${key}`)),
    ...rows.receipts.map(({ wamid, status }) => `${status} ${wamid}`),
  ];
  const kept = new Set(stored);
  const found = [...acked].filter((item) => kept.has(item)).length;
  return {
    acked: acked.size,
    stored: found,
    doubled: repeated(stored, (item) => item).length,
    lost: acked.size - found,
    sentTwice: repeated(posts, ({ text }) => text).length,
  };
}

export function lineOf({ acked, stored, doubled, lost, sentTwice }: Tally): string {
  return `acked ${acked}, stored ${stored}, doubled ${doubled}, lost ${lost}, sent twice ${sentTwice}`;
}
