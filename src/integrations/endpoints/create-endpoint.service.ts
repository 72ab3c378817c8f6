import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { ApiError } from '../../common/errors/api-error.js';
import { SecretCipher } from '../../common/secret-cipher.js';
import { encodeEventPosition } from '../../events/domain/event-position.js';
import { EventLogService } from '../../realtime/event-log.service.js';
import type { DeliverableType } from '../domain/event-filter.js';
import { newSecret } from '../domain/signature.js';
import { Doer, EndpointDeeds } from './endpoint-deeds.service.js';
import { EndpointRules } from './endpoint-rules.service.js';
import { EndpointsRepository, ShownEndpoint } from './endpoints.repository.js';
import { secretPlace } from './secret-place.js';

const MAX_ENDPOINTS = 20;

export interface EndpointToCreate {
  url: string;
  name?: string;
  events?: DeliverableType[];
  channelIds?: number[];
}

@Injectable()
export class CreateEndpoint {
  constructor(
    private readonly deeds: EndpointDeeds,
    private readonly endpoints: EndpointsRepository,
    private readonly rules: EndpointRules,
    private readonly cipher: SecretCipher,
    private readonly log: EventLogService,
    private readonly clock: Clock,
  ) {}

  /**
   * It gets what happens from now on. Gives its secret too, which nobody can read again. Throws 400 `VALIDATION` for a URL that is
   * never posted to, 409 `TOO_MANY_WEBHOOK_ENDPOINTS`.
   */
  async create(doer: Doer, given: EndpointToCreate): Promise<ShownEndpoint & { secret: string }> {
    const { host } = this.rules.readUrl(given.url);
    const { url, name = host, events = [], channelIds = [] } = given;
    const secret = newSecret();
    const now = this.clock.now();
    // Not inside: there it would take a second connection while it holds one.
    const position = encodeEventPosition(await this.log.head());
    return this.deeds.create(doer, async (manager) => {
      if ((await this.endpoints.lockAll(manager)) >= MAX_ENDPOINTS) throw new ApiError('TOO_MANY_WEBHOOK_ENDPOINTS');
      await this.rules.assertChannels(manager, channelIds);
      const id = await this.endpoints.drawId(manager);
      const row = {
        id,
        url,
        name,
        filter: { events, channelIds },
        secrets: [{ sealed: this.cipher.encrypt(secretPlace(id), secret), until: null }],
        ownerId: doer.actor.id,
        position,
        pausedAt: null,
        pauseReason: null,
        failingSince: null,
        failures: 0,
        createdAt: now,
        updatedAt: now,
      };
      await this.endpoints.insert(manager, row);
      return { result: { ...row, pending: 0, secret }, action: 'created', details: { host, events, channelIds } };
    });
  }
}
