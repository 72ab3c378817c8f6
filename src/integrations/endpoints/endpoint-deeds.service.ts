import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { AuditService } from '../../audit/audit.service.js';
import { RequestOrigin } from '../../audit/domain/request-origin.js';
import { AuthUser } from '../../auth/domain/auth-user.js';
import { ApiError } from '../../common/errors/api-error.js';
import { transaction } from '../../database/transaction.js';
import { EndpointsRepository } from './endpoints.repository.js';
import { WebhookEndpoint } from './webhook-endpoint.entity.js';

/** Who does something, and where from. */
export interface Doer {
  actor: AuthUser;
  origin: RequestOrigin;
}

/** What came of a deed, and what the audit trail says of it: never a URL, which may hold a key. `action` undefined: nothing changed. */
export interface Done<T> {
  result: T;
  action?: string;
  details?: Record<string, unknown>;
}

/** Runs what admins do with endpoints: one transaction with its line in the audit trail. */
@Injectable()
export class EndpointDeeds {
  constructor(
    private readonly dataSource: DataSource,
    private readonly endpoints: EndpointsRepository,
    private readonly audit: AuditService,
  ) {}

  /** `work` has the endpoint's row to itself. Throws 404 `WEBHOOK_ENDPOINT_NOT_FOUND`. */
  run<T>(
    doer: Doer,
    id: number,
    work: (manager: EntityManager, endpoint: WebhookEndpoint) => Promise<Done<T>>,
  ): Promise<T> {
    return transaction(this.dataSource, async (manager) => {
      const endpoint = await this.endpoints.lock(manager, id);
      if (endpoint === null) throw new ApiError('WEBHOOK_ENDPOINT_NOT_FOUND');
      const done = await work(manager, endpoint);
      await this.note(manager, doer, id, done);
      return done.result;
    });
  }

  /** `work` gives the id of what it made. */
  create<T extends { id: number }>(doer: Doer, work: (manager: EntityManager) => Promise<Done<T>>): Promise<T> {
    return transaction(this.dataSource, async (manager) => {
      const done = await work(manager);
      await this.note(manager, doer, done.result.id, done);
      return done.result;
    });
  }

  private async note(
    manager: EntityManager,
    { actor, origin }: Doer,
    id: number,
    { action, details = {} }: Done<unknown>,
  ): Promise<void> {
    if (action === undefined) return;
    await this.audit.append(manager, {
      actorUserId: actor.id,
      action: `webhook_endpoint.${action}`,
      object: { type: 'webhook_endpoint', id },
      outcome: 'ok',
      origin,
      details,
    });
  }
}
