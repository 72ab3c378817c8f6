import { BeforeApplicationShutdown, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { isDatabaseAway } from '../../common/errors/normalize-error.js';
import { Logger } from '../../common/logger.js';
import { WindowWatchRepository } from './window-watch.repository.js';

const LOOK_EVERY_MS = 5_000;

/** Tells when service windows are about to close and when they have closed. Any number of processes may look. */
@Injectable()
export class WindowWatch implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private isStopped = false;

  constructor(
    private readonly repository: WindowWatchRepository,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.wake(), LOOK_EVERY_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    clearInterval(this.timer);
    await this.running;
  }

  /** Announces everything that is due now. */
  async look(): Promise<void> {
    for (const kind of ['closing', 'closed'] as const) {
      while (!this.isStopped && (await this.repository.announce(kind, this.clock.now()))) {
        // The next batch.
      }
    }
  }

  private wake(): void {
    if (this.running !== undefined || this.isStopped) return;
    this.running = this.look()
      .catch((error: unknown) => {
        if (!isDatabaseAway(error)) this.logger.failure('the ends of windows could not be announced', error);
      })
      .finally(() => {
        this.running = undefined;
      });
  }
}
