const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** After each failed try; the last one again and again. */
const WAITS_MS = [
  5 * SECOND_MS,
  30 * SECOND_MS,
  2 * MINUTE_MS,
  10 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  2 * HOUR_MS,
  4 * HOUR_MS,
  8 * HOUR_MS,
];
/** So far a wait is stretched at random, so that what failed together does not come back together. */
const JITTER = 0.2;
/** A host may ask for more patience, not for a week of it. */
const MAX_RETRY_AFTER_MS = 12 * HOUR_MS;
/** So long after its first try a delivery is given up. */
export const GIVEN_UP_AFTER_MS = 72 * HOUR_MS;

export interface FailedTry {
  /** This one included. */
  tries: number;
  firstTriedAt: Date;
  now: Date;
  /** What the host asked for. */
  retryAfterMs?: number;
  /** 0 … 1. */
  chance: number;
}

/** When a delivery that failed is tried again; undefined where it is given up. The last try falls on the last moment. */
export function nextTryAt({ tries, firstTriedAt, now, retryAfterMs = 0, chance }: FailedTry): Date | undefined {
  const end = firstTriedAt.getTime() + GIVEN_UP_AFTER_MS;
  if (now.getTime() >= end) return undefined;
  const wait = (WAITS_MS[Math.min(tries, WAITS_MS.length) - 1] ?? 0) * (1 + JITTER * chance);
  return new Date(Math.min(end, now.getTime() + Math.max(wait, Math.min(retryAfterMs, MAX_RETRY_AFTER_MS))));
}

/** Milliseconds of a `Retry-After` (RFC 9110, 10.2.3: seconds, or a date); undefined for anything else. */
export function parseRetryAfter(header: unknown, now: Date): number | undefined {
  if (typeof header !== 'string') return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header) * SECOND_MS;
  if (!/^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/.test(header)) return undefined;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}
