import { explainMetaError } from '../../waba-gateway/error-catalogue.js';
import type { MarkOutcome } from '../../waba-gateway/graph.types.js';

const HOUR_MS = 60 * 60 * 1000;
/** A customer who sees a day later that they were read learns nothing. */
const GIVE_UP_AFTER_MS = 24 * HOUR_MS;
/** Meta takes read receipts within 30 days of the message. */
const MESSAGE_MAX_AGE_MS = 30 * 24 * HOUR_MS;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = HOUR_MS;

export interface ReceiptTimes {
  /** When the customer wrote the message. */
  writtenAt: Date;
  /** When it was read. */
  requestedAt: Date;
}

/** Whether Meta still shows its customer that a message was read. */
export function canBeMarked(writtenAt: Date, now: Date): boolean {
  return now.getTime() - writtenAt.getTime() < MESSAGE_MAX_AGE_MS;
}

/** Whether a receipt is still worth sending. */
export function isWorthSending({ writtenAt, requestedAt }: ReceiptTimes, now: Date): boolean {
  return canBeMarked(writtenAt, now) && now.getTime() - requestedAt.getTime() < GIVE_UP_AFTER_MS;
}

/** When a receipt is tried again after `tries` failures: in 5 s, 10 s, 20 s … at most an hour. */
export function nextTry(tries: number, now: Date): Date {
  return new Date(now.getTime() + Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS));
}

/**
 * What becomes of a receipt: `done`, `again`, or `never` where Meta refused it for good. A token or account it does not take is put
 * right by an admin, so that is tried again too.
 */
export function judgeMark(outcome: MarkOutcome): 'done' | 'again' | 'never' {
  if (outcome.kind === 'marked') return 'done';
  if (outcome.kind === 'failed') return 'again';
  const { retryable, ourCode } = explainMetaError(outcome.error.code, outcome.error.subcode);
  return retryable || ourCode === 'WABA_AUTH' ? 'again' : 'never';
}

/** What of an outcome goes into the log: codes, never Meta's words. */
export function tellMark(outcome: MarkOutcome): { code?: number; reason?: string } {
  if (outcome.kind === 'refused') return { code: outcome.error.code };
  return outcome.kind === 'failed' ? { reason: outcome.reason } : {};
}
