import { BeforeApplicationShutdown, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { isDatabaseAway } from '../../common/errors/normalize-error.js';
import { Logger } from '../../common/logger.js';
import { AccountReachService } from './account-reach.service.js';

const LOOK_EVERY_MS = 1000;

/** Tells those who wait for a place in the messaging limit when there is one. Any number of processes do the same. */
@Injectable()
export class FreedPlaces implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private isLooking = false;

  constructor(
    private readonly reach: AccountReachService,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    if (this.isLooking) return;
    this.isLooking = true;
    try {
      await this.reach.offerPlaces();
    } catch (error) {
      if (!isDatabaseAway(error)) this.logger.failure('free places could not be offered', error);
    } finally {
      this.isLooking = false;
    }
  }
}
