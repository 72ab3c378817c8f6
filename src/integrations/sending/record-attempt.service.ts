import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { Clock } from '../../common/clock.js';
import { randomFraction } from '../../common/random.js';
import { transaction } from '../../database/transaction.js';
import { ClaimedDelivery, DeliveriesRepository, EndedTry, Round } from '../deliveries/deliveries.repository.js';
import { nextTryAt } from '../domain/delivery-schedule.js';
import type { AttemptResult } from '../domain/delivery-state.js';
import { judgeFailure } from '../domain/endpoint-health.js';
import { EndpointsRepository } from '../endpoints/endpoints.repository.js';
import { PauseEndpoint } from '../endpoints/pause-endpoint.service.js';
import { WebhookEndpoint } from '../endpoints/webhook-endpoint.entity.js';

const NOTHING_TO_SHOW: AttemptResult = { status: null, error: null, answer: null, durationMs: 0 };

/** Keeps what an attempt came to, and what follows for the delivery and for the endpoint, in one transaction. */
@Injectable()
export class RecordAttempt {
  constructor(
    private readonly dataSource: DataSource,
    private readonly deliveries: DeliveriesRepository,
    private readonly endpoints: EndpointsRepository,
    private readonly pauses: PauseEndpoint,
    private readonly clock: Clock,
  ) {}

  /** `result` is undefined where nothing was sent because there was nothing to show. A try whose lease is lost changes nothing. */
  async record(delivery: ClaimedDelivery, result: AttemptResult | undefined): Promise<void> {
    const now = this.clock.now();
    await transaction(this.dataSource, async (manager) => {
      const hasFailed = result !== undefined && result.error !== null;
      // Before the delivery, as whoever deletes the endpoint locks them. What arrives need not wait for it.
      const endpoint = hasFailed ? await this.endpoints.lock(manager, delivery.endpointId) : null;
      const round = await this.deliveries.lockTry(manager, delivery);
      if (round === undefined) return;
      if (result === undefined) {
        await this.skip(manager, delivery, ended(round, 'skipped', now));
        return;
      }
      await this.deliveries.endTry(manager, delivery.id, result, afterTry(delivery, round, result, now));
      await this.deliveries.addAttempt(manager, delivery.id, result, now);
      // A ping says how things stand now, and is no traffic.
      if (delivery.type === 'webhook.test') return;
      if (endpoint === null) await this.endpoints.clearFailures(manager, delivery.endpointId);
      // Of an address that was changed meanwhile it says nothing.
      else if (endpoint.url === delivery.url) await this.countFailure(manager, endpoint, result.status);
    });
  }

  /** What the owner may not see only because they are no admin any more waits for the next owner, as what was not begun does. */
  private async skip(manager: EntityManager, delivery: ClaimedDelivery, end: EndedTry): Promise<void> {
    const isOwned = delivery.ownerId !== null && (await this.endpoints.mayOwn(manager, delivery.ownerId));
    if (isOwned) await this.deliveries.endTry(manager, delivery.id, NOTHING_TO_SHOW, end);
    else await this.deliveries.release(delivery, manager);
  }

  private async countFailure(manager: EntityManager, endpoint: WebhookEndpoint, status: number | null): Promise<void> {
    const { pause, ...health } = judgeFailure(endpoint, status, this.clock.now());
    await this.endpoints.setHealth(manager, endpoint.id, health);
    if (pause !== null) await this.pauses.pauseIn(manager, endpoint.id, pause);
  }
}

function afterTry(
  { type }: ClaimedDelivery,
  round: Round,
  { error, retryAfterMs }: AttemptResult,
  now: Date,
): EndedTry {
  if (error === null) return ended(round, 'delivered', now);
  if (type === 'webhook.test') return ended(round, 'failed', now);
  const { tries, firstTriedAt } = ended(round, 'pending', now);
  const asked = retryAfterMs === undefined ? {} : { retryAfterMs };
  const nextAt = nextTryAt({ tries, firstTriedAt, now, ...asked, chance: randomFraction() });
  return nextAt === undefined ? ended(round, 'failed', now) : { state: 'pending', tries, firstTriedAt, nextAt, now };
}

function ended({ tries, firstTriedAt }: Round, state: EndedTry['state'], now: Date): EndedTry {
  return { state, tries: tries + 1, firstTriedAt: firstTriedAt ?? now, nextAt: null, now };
}
