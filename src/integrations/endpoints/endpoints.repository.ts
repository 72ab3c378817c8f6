import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { lockNames } from '../../database/advisory-locks.js';
import type { EndpointHealth } from '../domain/endpoint-health.js';
import type { PauseReason } from '../domain/delivery-state.js';
import type { EventFilter } from '../domain/event-filter.js';
import { WebhookEndpoint } from './webhook-endpoint.entity.js';

/** An endpoint that events are laid out for. */
export interface FollowingEndpoint {
  id: number;
  position: string;
  filter: EventFilter;
  /** Whether the one as whom it sees events may still see all of them. */
  isOwned: boolean;
}

/** What is told of an endpoint beside its row. */
export type ShownEndpoint = WebhookEndpoint & { pending: number };

@Injectable()
export class EndpointsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Lets one transaction after the other make endpoints, so that their number can be limited. */
  async lockAll(manager: EntityManager): Promise<number> {
    await lockNames(manager, ['webhook_endpoints']);
    return manager.count(WebhookEndpoint);
  }

  /** The id of an endpoint to be inserted: its secret is sealed together with it. */
  async drawId(manager: EntityManager): Promise<number> {
    const [row]: { id: number }[] = await manager.query(
      `select nextval(pg_get_serial_sequence('webhook_endpoints', 'id')) as id`,
    );
    if (row === undefined) throw new Error('the sequence of endpoints gave no id');
    return row.id;
  }

  async insert(manager: EntityManager, endpoint: WebhookEndpoint): Promise<void> {
    await manager.insert(WebhookEndpoint, endpoint);
  }

  async findAll(): Promise<ShownEndpoint[]> {
    const { manager } = this.dataSource;
    return withPending(manager, await manager.find(WebhookEndpoint, { order: { id: 'ASC' } }));
  }

  async find(id: number, manager: EntityManager = this.dataSource.manager): Promise<ShownEndpoint | undefined> {
    return (await withPending(manager, await manager.findBy(WebhookEndpoint, { id })))[0];
  }

  /** The row, locked until the transaction ends. */
  lock(manager: EntityManager, id: number): Promise<WebhookEndpoint | null> {
    return manager.findOne(WebhookEndpoint, { where: { id }, lock: { mode: 'for_no_key_update' } });
  }

  async update(manager: EntityManager, id: number, change: Partial<Omit<WebhookEndpoint, 'id'>>): Promise<void> {
    await manager.update(WebhookEndpoint, { id }, change);
  }

  /** Whether there was one. */
  async remove(manager: EntityManager, id: number): Promise<boolean> {
    return (await manager.delete(WebhookEndpoint, { id })).affected === 1;
  }

  /** Those of the ids that are no channel. */
  async unknownChannels(manager: EntityManager, ids: readonly number[]): Promise<number[]> {
    const rows: { id: number }[] = await manager.query(
      'select id from unnest($1::bigint[]) as id where not exists (select 1 from channels where channels.id = id.id)',
      [ids],
    );
    return rows.map(({ id }) => id);
  }

  findFollowing(): Promise<FollowingEndpoint[]> {
    return this.dataSource.query(
      `select endpoint.id, endpoint.position, endpoint.filter,
         owner.role is not distinct from 'admin' and owner.disabled_at is null as "isOwned"
       from webhook_endpoints endpoint left join users owner on owner.id = endpoint.owner_id
       where endpoint.paused_at is null order by endpoint.id`,
    );
  }

  /** Those for which more than `maxPending` deliveries wait. They are counted so far: not to be asked at every event. */
  async findFull(maxPending: number): Promise<number[]> {
    const rows: { id: number }[] = await this.dataSource.query(
      `select endpoint.id from webhook_endpoints endpoint where endpoint.paused_at is null
         and exists (select 1 from webhook_deliveries where endpoint_id = endpoint.id and state = 'pending' offset $1)`,
      [maxPending],
    );
    return rows.map(({ id }) => id);
  }

  /** Whether a user may be shown all events, which the owner of an endpoint must. */
  async mayOwn(manager: EntityManager, userId: number): Promise<boolean> {
    const rows: unknown[] = await manager.query(
      `select 1 from users where id = $1 and role = 'admin' and disabled_at is null`,
      [userId],
    );
    return rows.length > 0;
  }

  /** Moves an endpoint on, if nobody has meanwhile and no more than `maxPending` deliveries wait. */
  async advance(
    manager: EntityManager,
    id: number,
    { from, to }: { from: string; to: string },
    maxPending: number,
  ): Promise<boolean> {
    const [, count]: [unknown, number] = await manager.query(
      `update webhook_endpoints set position = $3 where id = $1 and position = $2 and paused_at is null
         and not exists (select 1 from webhook_deliveries where endpoint_id = $1 and state = 'pending' offset $4)`,
      [id, from, to, maxPending],
    );
    return count === 1;
  }

  async clearFailures(manager: EntityManager, id: number): Promise<void> {
    await manager.query(
      'update webhook_endpoints set failing_since = null, failures = 0 where id = $1 and failing_since is not null',
      [id],
    );
  }

  async setHealth(manager: EntityManager, id: number, { failingSince, failures }: EndpointHealth): Promise<void> {
    await manager.query('update webhook_endpoints set failing_since = $2, failures = $3 where id = $1', [
      id,
      failingSince,
      failures,
    ]);
  }

  /** False where it was paused already. */
  async pause(manager: EntityManager, id: number, reason: PauseReason, now: Date): Promise<boolean> {
    const [, count]: [unknown, number] = await manager.query(
      `update webhook_endpoints set paused_at = $3, pause_reason = $2, updated_at = $3 where id = $1 and paused_at is null`,
      [id, reason, now],
    );
    return count === 1;
  }
}

async function withPending(manager: EntityManager, endpoints: WebhookEndpoint[]): Promise<ShownEndpoint[]> {
  const rows: { id: number; pending: number }[] = await manager.query(
    `select endpoint_id as id, count(*)::integer as pending from webhook_deliveries
     where state = 'pending' and endpoint_id = any($1::bigint[]) group by endpoint_id`,
    [endpoints.map(({ id }) => id)],
  );
  const pending = new Map(rows.map((row) => [row.id, row.pending]));
  return endpoints.map((endpoint) => ({ ...endpoint, pending: pending.get(endpoint.id) ?? 0 }));
}
