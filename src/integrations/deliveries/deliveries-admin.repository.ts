import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import type { IdCursor } from '../../common/id-page.js';
import type { DeliveryState } from '../domain/delivery-state.js';
import { WebhookAttempt } from './webhook-attempt.entity.js';
import { WebhookDelivery } from './webhook-delivery.entity.js';

/** A delivery as admins see it. */
export type DeliveryRow = Pick<
  WebhookDelivery,
  | 'id'
  | 'eventId'
  | 'type'
  | 'occurredAt'
  | 'chatId'
  | 'state'
  | 'tries'
  | 'createdAt'
  | 'nextAt'
  | 'finishedAt'
  | 'lastStatus'
  | 'lastError'
>;

export interface DeliveryFilter {
  state?: DeliveryState;
  /** Made then or later. */
  from?: Date;
  /** Made before. */
  to?: Date;
}

const COLUMNS = `id, event_id as "eventId", type, occurred_at as "occurredAt", chat_id as "chatId", state, tries,
  created_at as "createdAt", next_at as "nextAt", finished_at as "finishedAt", last_status as "lastStatus", last_error as "lastError"`;
const MATCHES = `endpoint_id = $1 and ($2::text is null or state = $2) and ($3::timestamptz is null or created_at >= $3)
  and ($4::timestamptz is null or created_at < $4)`;
/** From the start: three days of tries lie ahead of it. When the next one is stands beside it. */
const RESTART = `state = 'pending', tries = 0, first_tried_at = null, finished_at = null, lease_owner = null, lease_expires_at = null`;

/** What an admin asks of the log of deliveries. */
@Injectable()
export class DeliveriesAdminRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first; in the direction of the cursor from its place, one more than `limit` where there are more. */
  findPage(
    endpointId: number,
    filter: DeliveryFilter,
    cursor: IdCursor | undefined,
    limit: number,
  ): Promise<DeliveryRow[]> {
    const [comparison, order] = cursor?.direction === 'before' ? ['>', 'asc'] : ['<', 'desc'];
    return this.dataSource.query(
      `select ${COLUMNS} from webhook_deliveries where ${MATCHES} and ($5::bigint is null or id ${comparison} $5)
       order by id ${order} limit $6`,
      [endpointId, ...parametersOf(filter), cursor?.id ?? null, limit + 1],
    );
  }

  async find(
    endpointId: number,
    id: number,
    manager: EntityManager = this.dataSource.manager,
  ): Promise<DeliveryRow | undefined> {
    const rows: DeliveryRow[] = await manager.query(
      `select ${COLUMNS} from webhook_deliveries where endpoint_id = $1 and id = $2`,
      [endpointId, id],
    );
    return rows[0];
  }

  /** The newest, the last one last. */
  async findAttempts(deliveryId: number, limit: number): Promise<WebhookAttempt[]> {
    const newest = await this.dataSource
      .getRepository(WebhookAttempt)
      .find({ where: { deliveryId }, order: { id: 'DESC' }, take: limit });
    return newest.reverse();
  }

  /** Begins a delivery anew; one that waits is due at once. */
  async redeliver(manager: EntityManager, endpointId: number, id: number, now: Date): Promise<void> {
    await manager.query(
      `update webhook_deliveries set ${RESTART}, next_at = $3 where endpoint_id = $1 and id = $2 and state <> 'pending'`,
      [endpointId, id, now],
    );
    await manager.query(
      `update webhook_deliveries set next_at = $3 where endpoint_id = $1 and id = $2 and state = 'pending' and next_at > $3`,
      [endpointId, id, now],
    );
  }

  /** Begins the oldest of a range behind `afterId` anew. */
  async redeliverRange(
    manager: EntityManager,
    endpointId: number,
    filter: DeliveryFilter,
    page: { afterId: number; limit: number; now: Date },
  ): Promise<{ redelivered: number; lastId: number | null }> {
    const [row]: { redelivered: number; lastId: number | null }[] = await manager.query(
      `with chosen as (
         select id from webhook_deliveries where ${MATCHES} and state <> 'pending' and id > $5 order by id limit $6 for update
       ), begun as (
         update webhook_deliveries set ${RESTART}, next_at = $7 where id in (select id from chosen) returning id
       )
       select count(*)::integer as redelivered, max(id) as "lastId" from begun`,
      [endpointId, ...parametersOf(filter), page.afterId, page.limit, page.now],
    );
    return row ?? { redelivered: 0, lastId: null };
  }

  /** All that waits for an endpoint is due, with three days ahead of it. */
  async restartPending(manager: EntityManager, endpointId: number, now: Date): Promise<void> {
    await manager.query(
      `update webhook_deliveries set tries = 0, first_tried_at = null, next_at = $2 where endpoint_id = $1 and state = 'pending'`,
      [endpointId, now],
    );
  }
}

function parametersOf({ state, from, to }: DeliveryFilter): unknown[] {
  return [state ?? null, from ?? null, to ?? null];
}
