import { AttemptState, MessageStatus } from './message.js';

/** Why a message is still `pending`, for a UI that wants to say so. */
export type Substate = 'queued' | 'uncertain';

const BY_STATE: Partial<Record<AttemptState, Substate>> = {
  queued: 'queued',
  posting: 'queued',
  uncertain: 'uncertain',
};

/** Only `pending` has a substate; the five status words of the contract stay five. */
export function substateOf(status: MessageStatus, newestAttempt: AttemptState | null): Substate | null {
  if (status !== 'pending' || newestAttempt === null) return null;
  return BY_STATE[newestAttempt] ?? null;
}
