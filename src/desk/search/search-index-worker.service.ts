import { BeforeApplicationShutdown, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { Logger } from '../../common/logger.js';
import { RecurringWork } from '../../common/recurring-work.js';
import { SearchIndexService } from './search-index.service.js';

/** How old a message may be before it is found. */
const LOOK_EVERY_MS = 1_000;

/** Fills the search index while the server runs. Several processes take turns: the position's row is locked. */
@Injectable()
export class SearchIndexWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly work: RecurringWork;

  constructor(
    private readonly index: SearchIndexService,
    logger: Logger,
  ) {
    const failure = 'the search index could not be filled';
    this.work = new RecurringWork({ everyMs: LOOK_EVERY_MS, run: () => this.fill(), logger, failure });
  }

  onApplicationBootstrap(): void {
    this.work.start();
    this.work.wake();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.work.stop();
  }

  private async fill(): Promise<void> {
    while (!this.work.isStopped && (await this.index.fillNext())) continue;
  }
}
