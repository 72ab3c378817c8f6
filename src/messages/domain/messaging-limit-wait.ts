/** Templates wait for a place so long; then the operator is to decide anew. What an operator is shown counts the same: `NEXT_AT`. */
const MAX_WAIT_MS = 24 * 60 * 60 * 1000;
/** Places are offered as they come free; who needs none any more, for its customer was reached from elsewhere, sees it by looking. */
const LOOK_EVERY_MS = 10 * 60 * 1000;
const SPREAD_SECONDS = 5 * 60;

/**
 * When a chat that finds no place at `now`, and found none first at `since`, asks again: within 15 minutes, not in the same second as
 * the others who wait, and last when it has waited for 24 hours. Null where that was the last time.
 */
export function askAgainAt(chatId: number, since: Date, now: Date): Date | null {
  const last = since.getTime() + MAX_WAIT_MS;
  if (now.getTime() >= last) return null;
  return new Date(Math.min(last, now.getTime() + LOOK_EVERY_MS + (chatId % SPREAD_SECONDS) * 1000));
}
