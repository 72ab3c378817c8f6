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
  /** Which try of its run failed, from 1. */
  number: number;
  /** When the run began. */
  since: Date;
  now: Date;
  /** 0 … 1, for jitter. */
  random: number;
}

/** A try that was made, in what tells runs apart. */
export interface PastTry {
  /** When it was due; null for the first try of a message and for one that an operator asked for. */
  nextAt: Date | null;
  createdAt: Date;
}

/** Tries that follow each other by themselves: from the message's first one, or from the last that an operator asked for. */
export interface Run {
  /** Of its newest try, from 1. */
  number: number;
  since: Date;
}

/** The run the newest of these tries belongs to; each retry by an operator gets the whole schedule anew. At least one, the oldest first. */
export function currentRun(tries: readonly PastTry[]): Run {
  const start = tries.findLastIndex(({ nextAt }) => nextAt === null);
  const first = tries[Math.max(start, 0)];
  if (first === undefined) throw new Error('a run has at least one try');
  return { number: tries.length - Math.max(start, 0), since: first.createdAt };
}

/** When to try again, or null where this was the last try. */
export function nextTryAt({ policy, number, since, now, random }: FailedTry): Date | null {
  switch (policy) {
    case 'never':
    case 'later':
      return null;
    case 'once':
      return number < 2 ? after(now, backoff(number, random)) : null;
    case 'backoff':
      return number < MAX_TRIES ? after(now, backoff(number, random)) : null;
    case 'throttle':
      return isWithinDay(since, now) ? after(now, backoff(number, random)) : null;
    case 'pair':
      return isWithinDay(since, now) ? after(now, PAIR_BASE ** Math.min(number - 1, PAIR_MAX_EXPONENT) * SECOND) : null;
    default:
      return policy satisfies never;
  }
}

function backoff(number: number, random: number): number {
  const seconds = BACKOFF_SECONDS[Math.min(number, BACKOFF_SECONDS.length) - 1] ?? 1;
  return seconds * SECOND * (1 - JITTER + 2 * JITTER * random);
}

function isWithinDay(since: Date, now: Date): boolean {
  return now.getTime() - since.getTime() < THROTTLED_FOR_MS;
}

function after(now: Date, milliseconds: number): Date {
  return new Date(now.getTime() + Math.round(milliseconds));
}
