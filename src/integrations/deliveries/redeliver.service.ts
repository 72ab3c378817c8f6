import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { Clock } from '../../common/clock.js';
import { ApiError } from '../../common/errors/api-error.js';
import { DeliveriesAdminRepository, DeliveryFilter, DeliveryRow } from './deliveries-admin.repository.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { DeliveryWorker } from '../sending/delivery-worker.service.js';
import { ownDelivery } from '../domain/own-delivery.js';
import { Doer, EndpointDeeds } from '../endpoints/endpoint-deeds.service.js';

export interface RedeliveryRange extends DeliveryFilter {
  /** Goes on behind the last delivery of an earlier call. */
  afterId?: number;
  limit: number;
}

/** Sends what an admin asks to be sent, once more or as a ping. The `webhook-id` stays: who has had it knows it again. */
@Injectable()
export class Redeliver {
  constructor(
    private readonly deeds: EndpointDeeds,
    private readonly deliveries: DeliveriesRepository,
    private readonly log: DeliveriesAdminRepository,
    private readonly worker: DeliveryWorker,
    private readonly clock: Clock,
  ) {}

  /** A ping, also to an endpoint that is paused: one try. Throws 404 `WEBHOOK_ENDPOINT_NOT_FOUND`. */
  async ping(doer: Doer, endpointId: number): Promise<DeliveryRow> {
    const row = await this.deeds.run(doer, endpointId, async (manager) => {
      const now = this.clock.now();
      const ping = ownDelivery('webhook.test', `test_${randomUUID()}`, now);
      const [id] = await this.deliveries.insert(manager, endpointId, [ping], now);
      return { result: await this.find(manager, endpointId, id ?? 0), action: 'tested' };
    });
    this.worker.wake();
    return row;
  }

  /** Begins one anew, however it ended; one that waits is due at once. Throws 404 `WEBHOOK_DELIVERY_NOT_FOUND`. */
  async one(doer: Doer, endpointId: number, id: number): Promise<DeliveryRow> {
    const row = await this.deeds.run(doer, endpointId, async (manager) => {
      await this.log.redeliver(manager, endpointId, id, this.clock.now());
      const result = await this.find(manager, endpointId, id);
      return { result, action: 'redelivered', details: { deliveryId: id } };
    });
    this.worker.wake();
    return row;
  }

  /** The oldest go first. Throws 404 `WEBHOOK_ENDPOINT_NOT_FOUND`. */
  async range(
    doer: Doer,
    endpointId: number,
    { afterId = 0, limit, ...filter }: RedeliveryRange,
  ): Promise<{ redelivered: number; lastId: number | null }> {
    const done = await this.deeds.run(doer, endpointId, async (manager) => {
      const page = { afterId, limit, now: this.clock.now() };
      const result = await this.log.redeliverRange(manager, endpointId, filter, page);
      return { result, action: 'range_redelivered', details: { ...filter, afterId, limit, ...result } };
    });
    this.worker.wake();
    return done;
  }

  private async find(manager: EntityManager, endpointId: number, id: number): Promise<DeliveryRow> {
    const row = await this.log.find(endpointId, id, manager);
    if (row === undefined) throw new ApiError('WEBHOOK_DELIVERY_NOT_FOUND');
    return row;
  }
}
