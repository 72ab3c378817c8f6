import { AttemptState, MessageStatus } from './message.js';

/** Why a message is still `pending`, for a UI that wants to say so. */
export const SUBSTATES = ['queued', 'throttled', 'uncertain'] as const;
export type Substate = (typeof SUBSTATES)[number];

export interface PendingFacts {
  status: MessageStatus;
  /** Of the newest attempt; null for messages that have none. */
  attemptState: AttemptState | null;
  /** When the newest attempt was entered. */
  attemptAt: Date | null;
  /** When its chat's queue goes on, where the newest attempt waits. */
  nextAt: Date | null;
}

/**
 * Only `pending` has a substate; the five status words of the contract stay five. What is due later than it was entered, as every
 * try after a refusal is, waits for a limit.
 */
export function substateOf({ status, attemptState, attemptAt, nextAt }: PendingFacts): Substate | null {
  if (status !== 'pending' || attemptState === null) return null;
  if (attemptState === 'uncertain') return 'uncertain';
  const isLimited = attemptState === 'queued' && attemptAt !== null && nextAt !== null && nextAt > attemptAt;
  return isLimited ? 'throttled' : 'queued';
}

/** When the next try is due, where the message waits for a limit. */
export function nextAttemptAt(facts: PendingFacts): Date | null {
  return substateOf(facts) === 'throttled' ? facts.nextAt : null;
}
