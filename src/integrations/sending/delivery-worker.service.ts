import { setTimeout as delay } from 'node:timers/promises';
import { BeforeApplicationShutdown, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { isDatabaseAway } from '../../common/errors/normalize-error.js';
import { Logger } from '../../common/logger.js';
import { RecurringWork } from '../../common/recurring-work.js';
import { ClaimedDelivery, DeliveriesRepository } from '../deliveries/deliveries.repository.js';
import type { AttemptResult } from '../domain/delivery-state.js';
import { PlanDeliveries } from './plan-deliveries.service.js';
import { RecordAttempt } from './record-attempt.service.js';
import { SendDelivery } from './send-delivery.service.js';

/** So many requests at once to one endpoint from one process. */
const PER_ENDPOINT = 4;
/** What is due again, and what no signal told of, is found by looking. */
const LOOK_EVERY_MS = 500;
const SHUTDOWN_GRACE_MS = 5_000;

/**
 * Tells other systems what happens. Any number of processes do the same: what happened is laid out by whoever is first, and each
 * delivery is sent by whoever leases it. A process that dies leaves its leases to run out, so that a delivery may arrive twice, with
 * the same `webhook-id`, and never not at all.
 */
@Injectable()
export class DeliveryWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** By lease: a try that outlived its own goes on beside the next one of the same delivery. */
  private readonly active = new Map<string, { endpointId: number; done: Promise<void> }>();
  private readonly looking: RecurringWork;

  constructor(
    private readonly planner: PlanDeliveries,
    private readonly deliveries: DeliveriesRepository,
    private readonly sender: SendDelivery,
    private readonly recorder: RecordAttempt,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    const failure = 'webhooks could not be laid out';
    this.looking = new RecurringWork({ everyMs: LOOK_EVERY_MS, run: () => this.look(), logger, failure });
  }

  onApplicationBootstrap(): void {
    this.looking.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.looking.stop();
    const done = [...this.active.values()].map((one) => one.done);
    await Promise.race([Promise.allSettled(done), delay(SHUTDOWN_GRACE_MS, undefined, { ref: false })]);
  }

  wake(): void {
    this.looking.wake();
  }

  private async look(): Promise<void> {
    if (await this.planner.run()) this.wake();
    await this.begin();
  }

  private async begin(): Promise<void> {
    const busy = new Map<number, number>();
    for (const { endpointId } of this.active.values()) busy.set(endpointId, (busy.get(endpointId) ?? 0) + 1);
    for (const delivery of await this.deliveries.claim(PER_ENDPOINT, busy, this.clock.now())) {
      const done = this.work(delivery).finally(() => {
        this.active.delete(delivery.lease);
        this.wake();
      });
      this.active.set(delivery.lease, { endpointId: delivery.endpointId, done });
    }
  }

  private async work(delivery: ClaimedDelivery): Promise<void> {
    let result: AttemptResult | undefined;
    try {
      result = await this.trySending(delivery);
    } catch {
      await this.deliveries.release(delivery).catch(() => undefined);
      return;
    }
    if (result !== undefined && result.error !== null) this.tellFailure(delivery, result);
    try {
      await this.recorder.record(delivery, result);
    } catch (error) {
      // It was sent: not before the lease has run out does anybody find it due again.
      if (!isDatabaseAway(error)) {
        this.logger.failure('a webhook could not be recorded', error, { deliveryId: delivery.id });
      }
    }
  }

  /** Throws where the database is away: no try was made. */
  private async trySending(delivery: ClaimedDelivery): Promise<AttemptResult | undefined> {
    try {
      return await this.sender.run(delivery);
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      // A key that is gone, an event that cannot be shown: a mistake of ours, which may be mended within the three days.
      this.logger.failure('a webhook could not be made', error, { deliveryId: delivery.id });
      return { status: null, error: 'INTERNAL', answer: null, durationMs: 0 };
    }
  }

  /** Neither the body nor the URL beyond its host. */
  private tellFailure({ id, endpointId, url, type, begun }: ClaimedDelivery, { status, error }: AttemptResult): void {
    const fields = { deliveryId: id, endpointId, host: new URL(url).host, type, attempt: begun, status, error };
    this.logger.info('a webhook did not arrive', fields);
  }
}
