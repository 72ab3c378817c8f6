import type { MediaFailure, MediaState } from './media-state.js';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** After each failed try; the last one again and again. */
const WAITS_MS = [2 * SECOND_MS, 15 * SECOND_MS, MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, HOUR_MS, 6 * HOUR_MS];
/** So far a wait is stretched at random, so that what failed together does not come back together. */
const JITTER = 0.2;

/** What will not be better tomorrow is tried so often, in case what we met was a half answer. */
const TRIES_OF_THE_HOPELESS = 3;
const PATIENT: ReadonlySet<MediaFailure> = new Set(['UNREACHABLE']);

export interface FailedTry {
  reason: MediaFailure;
  /** This one included. */
  tries: number;
  now: Date;
  /** When Meta forgets its id, 7 days after the webhook. */
  expiresAt: Date;
  /** 0 … 1. */
  chance: number;
}

export type AfterFailure = { state: 'pending'; nextAt: Date } | { state: Exclude<MediaState, 'pending' | 'available'> };

/**
 * What becomes of a file that could not be downloaded. A host that does not answer is asked until the id has died; a file that is too
 * large is given up at once; what is broken in another way after three tries.
 */
export function afterFailure({ reason, tries, now, expiresAt, chance }: FailedTry): AfterFailure {
  if (now >= expiresAt) return { state: 'expired' };
  if (reason === 'TOO_LARGE') return { state: 'failed' };
  if (!PATIENT.has(reason) && tries >= TRIES_OF_THE_HOPELESS) return { state: 'failed' };
  const wait = WAITS_MS[Math.min(tries, WAITS_MS.length) - 1] ?? 0;
  const nextAt = new Date(now.getTime() + wait * (1 + JITTER * chance));
  // The last try falls on the last moment, and finds it expired.
  return { state: 'pending', nextAt: nextAt < expiresAt ? nextAt : expiresAt };
}
