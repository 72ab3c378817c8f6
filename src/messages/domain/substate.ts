import { AttemptState, MessageStatus } from './message.js';

/** Why a message is still `pending`, for a UI that wants to say so. */
export const SUBSTATES = ['queued', 'throttled', 'uncertain', 'scheduled'] as const;
export type Substate = (typeof SUBSTATES)[number];

export interface PendingFacts {
  status: MessageStatus;
  /** Of the newest attempt; null for messages that have none. */
  attemptState: AttemptState | null;
  /** When the newest attempt entered its chat's queue, or will. */
  attemptAt: Date | null;
  /** When its chat's queue goes on, where the newest attempt waits. */
  nextAt: Date | null;
  /** When an operator wanted it to be sent; null for what was sent at once. */
  scheduledAt: Date | null;
  /** When the facts were seen. */
  seenAt: Date;
}

/**
 * Only `pending` has a substate; the five status words of the contract stay five. What is due later than it was entered, as every
 * try after a refusal is, waits for a limit.
 */
export function substateOf(facts: PendingFacts): Substate | null {
  const { status, attemptState, attemptAt, nextAt, scheduledAt, seenAt } = facts;
  if (status !== 'pending' || attemptState === null) return null;
  if (attemptState === 'uncertain') return 'uncertain';
  if (attemptState !== 'queued' || attemptAt === null) return 'queued';
  if (scheduledAt !== null && attemptAt > seenAt) return 'scheduled';
  const isLimited = nextAt !== null && nextAt > attemptAt;
  return isLimited ? 'throttled' : 'queued';
}

/** When the next try is due, where the message waits for a limit or for its time. */
export function nextAttemptAt(facts: PendingFacts): Date | null {
  const substate = substateOf(facts);
  if (substate === 'scheduled') return facts.attemptAt;
  return substate === 'throttled' ? facts.nextAt : null;
}
