import { BeforeApplicationShutdown, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { isDatabaseAway } from '../../common/errors/normalize-error.js';
import { Logger } from '../../common/logger.js';
import { DeliveriesRepository } from './deliveries.repository.js';

const DAY_MS = 86_400_000;
const SWEEP_EVERY_MS = 3_600_000;
const BATCH = 1_000;
const DELIVERED_DAYS = 7;
/** Long enough to be sent anew after a holiday. */
const FAILED_DAYS = 30;

/** Deletes deliveries that ended long ago, with their attempts. */
@Injectable()
export class DeliveryJanitor implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  constructor(
    private readonly deliveries: DeliveriesRepository,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.wake(), SWEEP_EVERY_MS).unref();
    this.wake();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** Gives how many were deleted. */
  async sweep(): Promise<number> {
    const daysAgo = (days: number): Date => new Date(this.clock.millis() - days * DAY_MS);
    const before = { delivered: daysAgo(DELIVERED_DAYS), failed: daysAgo(FAILED_DAYS) };
    for (let total = 0; ;) {
      const count = await this.deliveries.removeOld(before, BATCH);
      total += count;
      if (count < BATCH) return total;
    }
  }

  private wake(): void {
    this.running ??= this.sweep()
      .then(() => undefined)
      .catch((error: unknown) => {
        if (!isDatabaseAway(error)) this.logger.failure('old webhook deliveries could not be deleted', error);
      })
      .finally(() => {
        this.running = undefined;
      });
  }
}
