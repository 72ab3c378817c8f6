import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { AuditService } from '../../audit/audit.service.js';
import { NO_REQUEST } from '../../audit/domain/request-origin.js';
import { Clock } from '../../common/clock.js';
import { Logger } from '../../common/logger.js';
import { transaction } from '../../database/transaction.js';
import { EventsService } from '../../events/events.service.js';
import type { PauseReason } from '../domain/delivery-state.js';
import { EndpointsRepository } from './endpoints.repository.js';

/** Stops sending to an endpoint when nobody asked for it, and tells the admins. */
@Injectable()
export class PauseEndpoint {
  constructor(
    private readonly dataSource: DataSource,
    private readonly endpoints: EndpointsRepository,
    private readonly audit: AuditService,
    private readonly events: EventsService,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  async pauseByItself(id: number, reason: Exclude<PauseReason, 'manual'>): Promise<void> {
    await transaction(this.dataSource, (manager) => this.pauseIn(manager, id, reason));
  }

  /** The same in the caller's transaction, as its last step. */
  async pauseIn(manager: EntityManager, id: number, reason: Exclude<PauseReason, 'manual'>): Promise<void> {
    const now = this.clock.now();
    if (!(await this.endpoints.pause(manager, id, reason, now))) return;
    const endpoint = await this.endpoints.lock(manager, id);
    if (endpoint === null) return;
    const { name, url, failingSince } = endpoint;
    await this.audit.append(manager, {
      actorUserId: null,
      action: 'webhook_endpoint.paused',
      object: { type: 'webhook_endpoint', id },
      outcome: 'ok',
      origin: NO_REQUEST,
      details: { reason },
    });
    // The rest of a URL may hold a key.
    const { host } = new URL(url);
    const since = reason === 'failing' ? (failingSince?.toISOString() ?? null) : null;
    const data = { endpointId: id, name, host, reason, failingSince: since };
    await this.events.append(manager, [{ type: 'system.webhook_paused', channelId: null, data }], now);
    this.logger.warning('nothing more is sent to a webhook endpoint', { endpointId: id, host, reason });
  }
}
