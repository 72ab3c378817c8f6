import { isDatabaseAway } from './errors/normalize-error.js';
import { Logger } from './logger.js';

export interface RecurringWorkOptions {
  /** How long what nobody woke us for may wait, in milliseconds. */
  everyMs: number;
  /** Does what is there to do; asked to end early, it looks at `isStopped`. */
  run: () => Promise<unknown>;
  logger: Logger;
  /** What a failure is called in the log. */
  failure: string;
  /** The warning where it failed because the database is away; without one that is left to `/ready` and the next try. */
  away?: string;
}

/**
 * Work of this process that comes back: every so often, and when it is woken, one run at a time. Woken during a run it runs once more,
 * unless that run fails: what is broken is not asked in a loop but at the next turn of the clock.
 */
export class RecurringWork {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private isRunning = false;
  private isWanted = false;
  private stopped = false;

  constructor(private readonly options: RecurringWorkOptions) {}

  get isStopped(): boolean {
    return this.stopped;
  }

  start(): void {
    this.timer = setInterval(() => this.wake(), this.options.everyMs).unref();
  }

  /** Runs now, or once more after the run that is under way. */
  wake(): void {
    this.isWanted = true;
    if (this.isRunning || this.stopped) return;
    this.isRunning = true;
    this.running = this.work().finally(() => {
      this.isRunning = false;
      // Between its last look and here somebody may have called.
      if (this.isWanted) this.wake();
    });
  }

  /** No run begins any more; resolves when the present one has ended. Never rejects. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.running;
  }

  private async work(): Promise<void> {
    try {
      while (this.isWanted && !this.stopped) {
        this.isWanted = false;
        await this.options.run();
      }
    } catch (error) {
      this.isWanted = false;
      this.tell(error);
    }
  }

  private tell(error: unknown): void {
    const { logger, failure, away } = this.options;
    if (!isDatabaseAway(error)) logger.failure(failure, error);
    else if (away !== undefined) logger.warning(away);
  }
}
