import { ReceiptDelays } from '../simulator-options.js';

export type ReceiptStatus = 'sent' | 'delivered' | 'read';
export type ReceiptMode = 'normal' | 'none' | 'shuffled' | 'duplicated' | 'read-before-delivered' | 'only-read';

export interface PlannedReceipt<S = ReceiptStatus> {
  status: S;
  /** When it happened: what its timestamp says. Milliseconds after acceptance. */
  happensMs: number;
  /** When its webhook leaves. Plans are listed in the order in which webhooks leave. */
  postsMs: number;
}

/** Every order but the right one; messages take turns, so each of them is seen soon and a run can be repeated. */
const WRONG_ORDERS: readonly (readonly ReceiptStatus[])[] = [
  ['read', 'delivered', 'sent'],
  ['delivered', 'sent', 'read'],
  ['sent', 'read', 'delivered'],
  ['read', 'sent', 'delivered'],
  ['delivered', 'read', 'sent'],
];

/** Which receipts a message gets and in what order they arrive. Their own times are always true. */
export function planReceipts(delays: ReceiptDelays, mode: ReceiptMode, turn: number): PlannedReceipt[] {
  const sent: PlannedReceipt = { status: 'sent', happensMs: delays.sent, postsMs: delays.sent };
  const delivered: PlannedReceipt = { status: 'delivered', happensMs: delays.delivered, postsMs: delays.delivered };
  const read: PlannedReceipt = { status: 'read', happensMs: delays.read, postsMs: delays.read };
  const byStatus = { sent, delivered, read };
  const plans: Record<ReceiptMode, () => PlannedReceipt[]> = {
    none: () => [],
    normal: () => [sent, delivered, read],
    duplicated: () => [sent, sent, delivered, delivered, read, read],
    'read-before-delivered': () => [sent, read, { ...delivered, postsMs: read.postsMs }],
    'only-read': () => [read],
    shuffled: () =>
      (WRONG_ORDERS[turn % WRONG_ORDERS.length] ?? []).map((status) => ({
        ...byStatus[status],
        postsMs: read.postsMs,
      })),
  };
  return plans[mode]();
}

/**
 * What a message gets that fails in the end: `sent` and, when it would be delivered, `failed`; or `failed` at once. Of the
 * modes it knows those two that do not say which receipts come.
 */
export function planFailure(
  delays: ReceiptDelays,
  mode: ReceiptMode,
  isAfterSent: boolean,
): PlannedReceipt<'sent' | 'failed'>[] {
  const failsMs = isAfterSent ? delays.delivered : delays.sent;
  const failed = { status: 'failed' as const, happensMs: failsMs, postsMs: failsMs };
  if (!isAfterSent) return mode === 'duplicated' ? [failed, failed] : [failed];
  const sent = { status: 'sent' as const, happensMs: delays.sent, postsMs: delays.sent };
  if (mode === 'shuffled') return [failed, { ...sent, postsMs: failsMs }];
  return mode === 'duplicated' ? [sent, sent, failed, failed] : [sent, failed];
}
