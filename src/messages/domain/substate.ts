import { AttemptState, MessageStatus } from './message.js';

/** Why a message is still `pending`, for a UI that wants to say so. */
export const SUBSTATES = ['queued', 'throttled', 'uncertain'] as const;
export type Substate = (typeof SUBSTATES)[number];

export interface PendingFacts {
  status: MessageStatus;
  timestamp: Date;
  /** Of the newest attempt; null for messages that have none. */
  attemptState: AttemptState | null;
  attempts: number;
  /** When its chat's queue goes on, where the newest attempt waits. */
  nextAt: Date | null;
}

/**
 * Only `pending` has a substate; the five status words of the contract stay five. What was refused before, or is due later than it
 * was written, waits for a limit.
 */
export function substateOf({ status, timestamp, attemptState, attempts, nextAt }: PendingFacts): Substate | null {
  if (status !== 'pending' || attemptState === null) return null;
  if (attemptState === 'uncertain') return 'uncertain';
  const isLimited = attemptState === 'queued' && (attempts > 1 || (nextAt !== null && nextAt > timestamp));
  return isLimited ? 'throttled' : 'queued';
}

/** When the next try is due, where the message waits for a limit. */
export function nextAttemptAt(facts: PendingFacts): Date | null {
  return substateOf(facts) === 'throttled' ? facts.nextAt : null;
}
