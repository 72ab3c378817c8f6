/** A limit as GCRA counts it; times in milliseconds. */
export interface Rate {
  intervalMs: number;
  /** How far ahead of its turn a message may come. */
  toleranceMs: number;
}

/** One message per interval, and `burst` of them at once, borrowed from the intervals that follow. */
export function rateWithBurst(intervalMs: number, burst: number): Rate {
  return { intervalMs, toleranceMs: (burst - 1) * intervalMs };
}

/** So many messages a second, all of them at once where they come at once; below 1 it is one, and then a long wait. */
export function ratePerSecond(count: number): Rate {
  const intervalMs = 1000 / count;
  // Half a message to spare: thirds of a second do not add up exactly.
  return { intervalMs, toleranceMs: Math.max(1000 - intervalMs / 2, 0) };
}

/** The turn after a message at `now`, or null where that comes too early. `turn` is the one before, undefined at first. */
export function takeTurn(turn: number | undefined, now: number, { intervalMs, toleranceMs }: Rate): number | null {
  const own = Math.max(turn ?? now, now);
  return own - now > toleranceMs ? null : own + intervalMs;
}

/** The turn after a message that came without asking: it counts, but never for more than a full burst. */
export function forceTurn(turn: number | undefined, now: number, rate: Rate): number {
  const own = Math.min(Math.max(turn ?? now, now), now + rate.toleranceMs);
  return own + rate.intervalMs;
}
