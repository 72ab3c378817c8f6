import { PAIR_BURST, PAIR_INTERVAL_MS } from '../../waba-gateway/protocol/limits.js';

/**
 * Meta's limit between a number and one customer, as GCRA: one message per 6 s, 45 of them borrowed ahead. The theoretical arrival
 * time (TAT) is when a sender who never borrows would send next; it may run ahead of now by the burst.
 */
const TOLERANCE_MS = (PAIR_BURST - 1) * PAIR_INTERVAL_MS;

/**
 * Meta counts when a message arrives, we when it leaves: the first of a burst, which opens the connection, may travel longer than the
 * one whose turn comes. Who has to wait therefore waits a second more.
 */
const TRAVEL_MARGIN_MS = 1000;

/** When a message that may not leave now is to be looked at again. */
export function lookAgainAt(tat: Date | null): Date {
  return new Date(nextAllowedAt(tat).getTime() + TRAVEL_MARGIN_MS);
}

/** When the next message may leave. */
export function nextAllowedAt(tat: Date | null): Date {
  return new Date((tat?.getTime() ?? 0) - TOLERANCE_MS);
}

/** The TAT after a message that leaves at `now`, or null where it may not leave yet. */
export function takeFromPair(tat: Date | null, now: Date): Date | null {
  if (nextAllowedAt(tat) > now) return null;
  return new Date(Math.max(tat?.getTime() ?? 0, now.getTime()) + PAIR_INTERVAL_MS);
}

/** The TAT that lets nothing leave before `until`: Meta has counted otherwise than we did, and what Meta says holds. */
export function tightenPair(tat: Date | null, until: Date): Date {
  return new Date(Math.max(tat?.getTime() ?? 0, until.getTime() + TOLERANCE_MS));
}
