import { ApiProblem, NetworkError } from './problem.js';

export interface RetryRules {
  /** How often a request is made at most, the first time included. */
  tries: number;
  /** The first wait is about half to all of this; each later one twice as long, up to `maxMs`. */
  baseMs: number;
  maxMs: number;
}

export const DEFAULT_RETRY: RetryRules = { tries: 5, baseMs: 400, maxMs: 8_000 };

/** A server that wants more than this is left to the person who waits. */
const LONGEST_RETRY_AFTER_SECONDS = 30;

/** A wait that grows with each attempt (from 0) and is never the same for two clients. */
export function backoffMs(attempt: number, { baseMs, maxMs }: Omit<RetryRules, 'tries'>, random: number): number {
  const ceiling = Math.min(maxMs, baseMs * 2 ** Math.min(attempt, 30));
  return Math.round((ceiling / 2) * (1 + random));
}

/** How long to wait before the next try of what may be repeated; undefined where another try helps nobody. */
export function retryDelayMs(failure: unknown, attempt: number, rules: RetryRules, random: number): number | undefined {
  if (attempt + 1 >= rules.tries || !isPassing(failure)) return undefined;
  const delay = backoffMs(attempt, rules, random);
  const retryAfter = failure instanceof ApiProblem ? failure.retryAfter : undefined;
  if (retryAfter === undefined) return delay;
  if (retryAfter > LONGEST_RETRY_AFTER_SECONDS) return undefined;
  // Not sooner than told, and not all at once.
  return Math.max(delay, Math.round(retryAfter * 1000 * (1 + random / 5)));
}

/** Whether the same request may go through a little later. */
export function isPassing(failure: unknown): boolean {
  if (failure instanceof NetworkError) return true;
  if (!(failure instanceof ApiProblem)) return false;
  // The first try of a send is still at work: the next answers with its outcome.
  if (failure.code === 'IDEMPOTENCY_IN_FLIGHT') return true;
  if (failure.status === 429 || failure.status === 503) return true;
  // With a body of the server's own these say what WhatsApp answered, and the message is stored with that.
  return (failure.status === 502 || failure.status === 504) && failure.problem === undefined;
}
