/** Thrown into a start that was told to stop. */
export class StartInterrupted extends Error {
  override readonly name = 'StartInterrupted';
}

/** What a start has begun, so that it can be ended in the opposite order: also halfway, also while a part is beginning. */
export class StartedParts {
  private readonly stops: (() => Promise<void>)[] = [];
  private beginning: Promise<unknown> = Promise.resolve();
  private stopping: Promise<void> | undefined;

  get isStopping(): boolean {
    return this.stopping !== undefined;
  }

  /** Begins one part, and knows from then on how it ends. Rejects with `StartInterrupted` once everything is being stopped. */
  async begin<T>(start: () => Promise<T>, stop: (part: T) => Promise<void>): Promise<T> {
    if (this.isStopping) throw new StartInterrupted();
    const begun = start().then((part) => {
      this.stops.push(() => stop(part));
      return part;
    });
    this.beginning = begun.catch(() => undefined);
    const part = await begun;
    if (this.isStopping) throw new StartInterrupted();
    return part;
  }

  /** Work that leaves nothing running, and must not be broken off in its midst. */
  finish<T>(work: () => Promise<T>): Promise<T> {
    return this.begin(work, async () => undefined);
  }

  /** Ends what was begun, the last first; what one part throws keeps no other from ending. May be called more than once. */
  stop(): Promise<void> {
    this.stopping ??= this.stopAll();
    return this.stopping;
  }

  private async stopAll(): Promise<void> {
    await this.beginning;
    const failures: unknown[] = [];
    for (const stop of this.stops.reverse()) await stop().catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  }
}
