import { BeforeApplicationShutdown, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { Logger } from '../../common/logger.js';
import { RecurringWork } from '../../common/recurring-work.js';
import { AccountReachService } from './account-reach.service.js';

const LOOK_EVERY_MS = 1_000;

/** Tells those who wait for a place in the messaging limit when there is one. Any number of processes do the same. */
@Injectable()
export class FreedPlaces implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly work: RecurringWork;

  constructor(reach: AccountReachService, logger: Logger) {
    const failure = 'free places could not be offered';
    this.work = new RecurringWork({ everyMs: LOOK_EVERY_MS, run: () => reach.offerPlaces(), logger, failure });
  }

  onApplicationBootstrap(): void {
    this.work.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.work.stop();
  }
}
