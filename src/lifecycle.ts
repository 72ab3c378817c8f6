import { Logger } from './common/logger.js';

export interface LifecycleTimes {
  /** How long a signal leaves to requests in flight. */
  drainMs: number;
  /** The same after an exception that nobody caught: the state may be broken, so shorter. */
  crashMs: number;
}

/** The parts of `process` that end it. */
export type EndableProcess = Pick<NodeJS.Process, 'on' | 'exit'>;

/** Below the 10 s that orchestrators grant before they kill, by what the exit itself takes. */
const DEFAULT_TIMES: LifecycleTimes = { drainMs: 9_500, crashMs: 5_000 };
/** What a shell reports for a process that Ctrl-C or a kill ended. */
const FORCED_EXIT = 130;

/**
 * How this process ends. SIGTERM and SIGINT: the stop handler, then exit 0, or exit 1 when it fails or takes too long; a second
 * signal ends at once. An exception nobody caught: logged, stopped, exit 1. Without a stop handler (still starting) it exits at once.
 */
export class Lifecycle {
  private stop: () => Promise<void> = async () => undefined;
  private isEnding = false;

  constructor(
    private readonly logger: Logger,
    private readonly ending: EndableProcess = process,
    private readonly times: LifecycleTimes = DEFAULT_TIMES,
  ) {}

  watch(): void {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) this.ending.on(signal, () => this.onSignal(signal));
    // Rejections nobody handled arrive here as well.
    this.ending.on('uncaughtException', (error: unknown) => this.onCrash(error));
  }

  /** From now on this is what has to happen before the exit. */
  onStop(stop: () => Promise<void>): void {
    this.stop = stop;
  }

  private onSignal(signal: string): void {
    if (this.isEnding) return this.ending.exit(FORCED_EXIT);
    this.logger.info('stopping', { signal });
    this.end(0, this.times.drainMs);
  }

  private onCrash(error: unknown): void {
    this.logger.failure('an error that nobody caught', error);
    if (!this.isEnding) this.end(1, this.times.crashMs);
  }

  private end(code: number, limitMs: number): void {
    this.isEnding = true;
    setTimeout(() => {
      this.logger.warning('stopped before everything had finished', { limitMs });
      this.ending.exit(1);
    }, limitMs).unref();
    this.stop().then(
      () => this.ending.exit(code),
      (error: unknown) => {
        this.logger.failure('stopping failed', error);
        this.ending.exit(1);
      },
    );
  }
}
