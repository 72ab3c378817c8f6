import { BeforeApplicationShutdown, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { Logger } from '../../common/logger.js';
import { RecurringWork } from '../../common/recurring-work.js';
import { DeliveriesRepository } from './deliveries.repository.js';

const DAY_MS = 86_400_000;
const SWEEP_EVERY_MS = 3_600_000;
const BATCH = 1_000;
const DELIVERED_DAYS = 7;
/** Long enough to be sent anew after a holiday. */
const FAILED_DAYS = 30;
/** So long a delivery waits for somebody to resume its endpoint. */
const FORGOTTEN_DAYS = 30;

/** Gives up deliveries that wait at endpoints nobody resumes; deletes those that ended long ago, with their attempts. */
@Injectable()
export class DeliveryJanitor implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly work: RecurringWork;

  constructor(
    private readonly deliveries: DeliveriesRepository,
    private readonly clock: Clock,
    logger: Logger,
  ) {
    const failure = 'old webhook deliveries could not be deleted';
    this.work = new RecurringWork({ everyMs: SWEEP_EVERY_MS, run: () => this.sweep(), logger, failure });
  }

  onApplicationBootstrap(): void {
    this.work.start();
    this.work.wake();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.work.stop();
  }

  async sweep(): Promise<void> {
    const daysAgo = (days: number): Date => new Date(this.clock.millis() - days * DAY_MS);
    const forgotten = daysAgo(FORGOTTEN_DAYS);
    await this.inBatches(() => this.deliveries.giveUpForgotten(forgotten, this.clock.now(), BATCH));
    const before = { delivered: daysAgo(DELIVERED_DAYS), failed: daysAgo(FAILED_DAYS) };
    await this.inBatches(() => this.deliveries.removeOld(before, BATCH));
  }

  /** Until one is not full, or the process is to end. */
  private async inBatches(next: () => Promise<number>): Promise<void> {
    while (!this.work.isStopped && (await next()) === BATCH) continue;
  }
}
