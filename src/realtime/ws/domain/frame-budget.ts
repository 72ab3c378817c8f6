/** A client says hello and answers a ping every 20 s. */
export const MAX_FRAMES_PER_SECOND = 20;
const SECOND_MS = 1_000;

/** Counts a client's frames of every kind, pings included, in real time. */
export class FrameBudget {
  private since = -Infinity;
  private count = 0;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** False once more came within a second than may. */
  take(): boolean {
    const now = this.now();
    if (now - this.since >= SECOND_MS) {
      this.since = now;
      this.count = 0;
    }
    this.count += 1;
    return this.count <= MAX_FRAMES_PER_SECOND;
  }
}
