import type { MetaErrorEntry } from '../../waba-gateway/error-catalogue.js';

const SECOND = 1000;
/** A send that stays refused is given up after so many tries; throttles are waited out for a day. */
const MAX_TRIES = 6;
const THROTTLED_FOR_MS = 24 * 60 * 60 * SECOND;
const BACKOFF_SECONDS = [1, 5, 30, 120, 600];
const JITTER = 0.2;
/** Meta's own advice for its pair limit: 4^X seconds, X from 0. */
const PAIR_BASE = 4;
const PAIR_MAX_EXPONENT = 5;

export interface FailedTry {
  policy: MetaErrorEntry['retry'];
  /** Which try of this message failed, from 1. */
  number: number;
  /** When the message was written. */
  writtenAt: Date;
  now: Date;
  /** 0 … 1, for jitter. */
  random: number;
}

/** When to try again, or null where this was the last try. */
export function nextTryAt({ policy, number, writtenAt, now, random }: FailedTry): Date | null {
  switch (policy) {
    case 'never':
    case 'later':
      return null;
    case 'once':
      return number < 2 ? after(now, backoff(number, random)) : null;
    case 'backoff':
      return number < MAX_TRIES ? after(now, backoff(number, random)) : null;
    case 'throttle':
      return isWithinDay(writtenAt, now) ? after(now, backoff(number, random)) : null;
    case 'pair':
      return isWithinDay(writtenAt, now)
        ? after(now, PAIR_BASE ** Math.min(number - 1, PAIR_MAX_EXPONENT) * SECOND)
        : null;
    default:
      return policy satisfies never;
  }
}

function backoff(number: number, random: number): number {
  const seconds = BACKOFF_SECONDS[Math.min(number, BACKOFF_SECONDS.length) - 1] ?? 1;
  return seconds * SECOND * (1 - JITTER + 2 * JITTER * random);
}

function isWithinDay(writtenAt: Date, now: Date): boolean {
  return now.getTime() - writtenAt.getTime() < THROTTLED_FOR_MS;
}

function after(now: Date, milliseconds: number): Date {
  return new Date(now.getTime() + Math.round(milliseconds));
}
