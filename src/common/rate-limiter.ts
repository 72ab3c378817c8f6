const MINUTE_MS = 60_000;
/** Beyond so many keys, those that are at rest are forgotten. */
const MAX_KEYS = 10_000;

export interface RateVerdict {
  isAllowed: boolean;
  /** What could still be taken at this moment. */
  remaining: number;
  /** Milliseconds until one more may be taken; 0 where one may be taken now. */
  waitMs: number;
  /** Milliseconds until all of it may be taken again. */
  resetMs: number;
}

/**
 * How often each key may do something in a minute, counted in this process (GCRA: the whole of a minute's share at once, then evenly).
 * Real monotonic time: the domain's clock may stand still or jump.
 */
export class RateLimiter {
  /** When each key will have nothing on its account any more. */
  private readonly fullAt = new Map<string, number>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Takes one where one may be taken; `perMinute` of 0 is no limit. */
  take(key: string, perMinute: number): RateVerdict {
    const verdict = this.look(key, perMinute);
    if (perMinute === 0 || !verdict.isAllowed) return verdict;
    const now = this.now();
    const resetMs = verdict.resetMs + MINUTE_MS / perMinute;
    this.forgetIdle(now);
    this.fullAt.set(key, now + resetMs);
    return { ...verdict, remaining: verdict.remaining - 1, resetMs };
  }

  /** The same without taking. */
  look(key: string, perMinute: number): RateVerdict {
    if (perMinute === 0) return { isAllowed: true, remaining: Number.MAX_SAFE_INTEGER, waitMs: 0, resetMs: 0 };
    const resetMs = Math.max(0, (this.fullAt.get(key) ?? 0) - this.now());
    const share = MINUTE_MS / perMinute;
    // Adding shares up leaves rounding errors.
    const remaining = Math.floor((MINUTE_MS - resetMs) / share + 1e-6);
    return {
      isAllowed: remaining >= 1,
      remaining,
      waitMs: remaining >= 1 ? 0 : resetMs + share - MINUTE_MS,
      resetMs,
    };
  }

  private forgetIdle(now: number): void {
    if (this.fullAt.size < MAX_KEYS) return;
    for (const [key, at] of this.fullAt) if (at <= now) this.fullAt.delete(key);
  }
}
