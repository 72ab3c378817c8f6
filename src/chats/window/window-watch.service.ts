import { BeforeApplicationShutdown, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { Logger } from '../../common/logger.js';
import { RecurringWork } from '../../common/recurring-work.js';
import { WindowWatchRepository } from './window-watch.repository.js';

const LOOK_EVERY_MS = 5_000;

/** Tells when service windows are about to close and when they have closed. Any number of processes may look. */
@Injectable()
export class WindowWatch implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly work: RecurringWork;

  constructor(
    private readonly repository: WindowWatchRepository,
    private readonly clock: Clock,
    logger: Logger,
  ) {
    const failure = 'the ends of windows could not be announced';
    this.work = new RecurringWork({ everyMs: LOOK_EVERY_MS, run: () => this.look(), logger, failure });
  }

  onApplicationBootstrap(): void {
    this.work.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.work.stop();
  }

  /** Announces everything that is due now. */
  async look(): Promise<void> {
    for (const kind of ['closing', 'closed'] as const) {
      while (!this.work.isStopped && (await this.repository.announce(kind, this.clock.now()))) {
        // The next batch.
      }
    }
  }
}
