/** A UI tells of every key stroke; WhatsApp shows typing for 25 s, so one call in a while is enough. */
export const TYPING_PAUSE_MS = 5_000;

/** Lets through one call per chat and pause; of this process alone, as more calls harm nobody. */
export class TypingThrottle {
  /** In the order of time: a Map keeps that of insertion. */
  private readonly calledAt = new Map<number, number>();

  /** Whether to call WhatsApp for this chat at `now`, in milliseconds. */
  take(chatId: number, now: number): boolean {
    for (const [id, at] of this.calledAt) {
      if (now - at < TYPING_PAUSE_MS) break;
      this.calledAt.delete(id);
    }
    if (this.calledAt.has(chatId)) return false;
    this.calledAt.set(chatId, now);
    return true;
  }

  get size(): number {
    return this.calledAt.size;
  }
}
