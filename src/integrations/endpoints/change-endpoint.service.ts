import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { Clock } from '../../common/clock.js';
import type { EndpointToCreate } from './create-endpoint.service.js';
import { DeliveriesAdminRepository } from '../deliveries/deliveries-admin.repository.js';
import { DeliveryWorker } from '../sending/delivery-worker.service.js';
import { Doer, Done, EndpointDeeds } from './endpoint-deeds.service.js';
import { EndpointRules } from './endpoint-rules.service.js';
import { EndpointsRepository, ShownEndpoint } from './endpoints.repository.js';
import { WebhookEndpoint } from './webhook-endpoint.entity.js';

export type EndpointUpdate = Partial<EndpointToCreate> & { paused?: boolean };

type RowChange = Partial<Omit<WebhookEndpoint, 'id'>>;

/** Changes, pauses, resumes and deletes endpoints. */
@Injectable()
export class ChangeEndpoint {
  constructor(
    private readonly deeds: EndpointDeeds,
    private readonly endpoints: EndpointsRepository,
    private readonly deliveries: DeliveriesAdminRepository,
    private readonly rules: EndpointRules,
    private readonly worker: DeliveryWorker,
    private readonly clock: Clock,
  ) {}

  /** Throws 404 `WEBHOOK_ENDPOINT_NOT_FOUND`, 400 `VALIDATION` for a URL that is never posted to. */
  async update(doer: Doer, id: number, given: EndpointUpdate): Promise<ShownEndpoint> {
    const host = given.url === undefined ? undefined : this.rules.readUrl(given.url).host;
    const shown = await this.deeds.run(doer, id, async (manager, before) => {
      if (given.channelIds !== undefined) await this.rules.assertChannels(manager, given.channelIds);
      const { url = before.url, name = before.name } = given;
      const { events = before.filter.events, channelIds = before.filter.channelIds } = given;
      const paused = await this.pauseOrResume(manager, doer, before, given.paused);
      // What failed before was said of another address.
      const health = url === before.url ? {} : { failingSince: null, failures: 0 };
      const change = {
        url,
        name,
        filter: { events, channelIds },
        updatedAt: this.clock.now(),
        ...health,
        ...paused?.change,
      };
      await this.endpoints.update(manager, id, change);
      const told = { ...(host && { host }), ...(given.name && { name }), events, channelIds };
      return this.done(manager, id, { action: paused?.action ?? 'updated', details: told });
    });
    this.worker.wake();
    return shown;
  }

  /** What waits for it is gone with it. Throws 404 `WEBHOOK_ENDPOINT_NOT_FOUND`. */
  async remove(doer: Doer, id: number): Promise<void> {
    await this.deeds.run(doer, id, async (manager, { url }) => {
      await this.endpoints.remove(manager, id);
      return { result: undefined, action: 'deleted', details: { host: new URL(url).host } };
    });
  }

  private async pauseOrResume(
    manager: EntityManager,
    { actor }: Doer,
    before: WebhookEndpoint,
    isPaused: boolean | undefined,
  ): Promise<{ change: RowChange; action: string } | undefined> {
    if (isPaused === undefined || isPaused === (before.pausedAt !== null)) return undefined;
    const now = this.clock.now();
    if (isPaused) return { change: { pausedAt: now, pauseReason: 'manual' }, action: 'paused' };
    await this.deliveries.restartPending(manager, before.id, now);
    const change = { pausedAt: null, pauseReason: null, failingSince: null, failures: 0, ownerId: actor.id };
    return { change, action: 'resumed' };
  }

  private async done(
    manager: EntityManager,
    id: number,
    said: Omit<Done<unknown>, 'result'>,
  ): Promise<Done<ShownEndpoint>> {
    const result = await this.endpoints.find(id, manager);
    if (result === undefined) throw new Error('an endpoint that is locked is missing');
    return { ...said, result };
  }
}
