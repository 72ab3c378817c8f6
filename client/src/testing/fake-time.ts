interface Timer {
  at: number;
  run: () => void;
}

/** Lets everything run that only waits for promises. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}

/** Time that stands still until it is moved. */
export class FakeTime {
  now = Date.parse('2026-03-01T12:00:00Z');
  private timers: Timer[] = [];

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.now + ms, run };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  /** Goes on by that many milliseconds, each timer at its own. */
  async advance(ms: number): Promise<void> {
    const end = this.now + ms;
    await settled();
    for (;;) {
      const [next] = this.timers.filter(({ at }) => at <= end).sort((one, other) => one.at - other.at);
      if (next === undefined) break;
      this.timers = this.timers.filter((other) => other !== next);
      this.now = Math.max(this.now, next.at);
      next.run();
      await settled();
    }
    this.now = end;
  }

  /** How long until the next timer; undefined where there is none. */
  get next(): number | undefined {
    const waits = this.timers.map(({ at }) => at - this.now);
    return waits.length === 0 ? undefined : Math.min(...waits);
  }
}
