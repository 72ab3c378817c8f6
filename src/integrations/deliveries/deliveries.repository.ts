import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import type { StoredEvent } from '../../realtime/event-log.service.js';
import { decodeEventPosition } from '../../events/domain/event-position.js';
import type { StoredEventType } from '../../events/event-types.js';
import type { AttemptResult, DeliveryState } from '../domain/delivery-state.js';
import type { SealedSecret } from '../domain/signature.js';

/** Longer than a request and its end in the database take: a worker that holds on longer has died. By the database's clock. */
const LEASE = `interval '60 seconds'`;

/** What is to be told to an endpoint, as it is stored. */
export interface NewDelivery extends Omit<StoredEvent, 'position' | 'type'> {
  /** Of the event, or one of its own where it tells of none. */
  eventId: string;
  type: string;
}

/** A delivery in the hands of one worker, for one try. */
export interface ClaimedDelivery extends NewDelivery {
  id: number;
  /** Of this try alone. */
  lease: string;
  endpointId: number;
  url: string;
  secrets: SealedSecret[];
  ownerId: number | null;
  /** Which try this is, of all there ever were. */
  begun: number;
}

/** How far the present round of tries has come: it begins anew where an admin asks for that, also while a try is under way. */
export interface Round {
  /** Those that have ended. */
  tries: number;
  firstTriedAt: Date | null;
}

export interface EndedTry {
  state: DeliveryState;
  tries: number;
  firstTriedAt: Date;
  /** Null unless pending. */
  nextAt: Date | null;
  now: Date;
}

@Injectable()
export class DeliveriesRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Rows that are due at once; what an endpoint has already is left as it is. */
  async insert(
    manager: EntityManager,
    endpointId: number,
    deliveries: readonly NewDelivery[],
    now: Date,
  ): Promise<number[]> {
    if (deliveries.length === 0) return [];
    const rows: { id: number }[] = await manager.query(
      `insert into webhook_deliveries (endpoint_id, event_id, type, version, occurred_at, channel_id, chat_id, message_id, data,
         created_at, next_at)
       select $1, "eventId", type, version, "occurredAt", "channelId", "chatId", "messageId", data, $3, $3
       from rows from (jsonb_to_recordset($2::jsonb) as ("eventId" text, type text, version smallint, "occurredAt" timestamptz,
         "channelId" bigint, "chatId" bigint, "messageId" bigint, data jsonb)) with ordinality
       order by ordinality on conflict (endpoint_id, event_id) do nothing returning id`,
      [endpointId, JSON.stringify(deliveries), now],
    );
    return rows.map(({ id }) => id);
  }

  /**
   * Leases deliveries that are due, of each endpoint at most `room` minus what is `busy` here; what another worker holds is passed over,
   * and a slow endpoint takes nobody else's room. One that is paused, or whose owner may not see
   * everything any more, gets only the ping an admin asked for.
   */
  async claim(room: number, busy: ReadonlyMap<number, number>, now: Date): Promise<ClaimedDelivery[]> {
    const [rows]: [ClaimedDelivery[], number] = await this.dataSource.query(
      `with due as materialized (
         select due.id from (
           select endpoint.id, endpoint.paused_at, owner.role is not distinct from 'admin' and owner.disabled_at is null as is_owned
           from webhook_endpoints endpoint left join users owner on owner.id = endpoint.owner_id
         ) as place
         left join unnest($2::bigint[], $3::integer[]) as busy (endpoint_id, count) on busy.endpoint_id = place.id
         cross join lateral (
           select waiting.id from webhook_deliveries waiting
           where waiting.endpoint_id = place.id and waiting.state = 'pending' and waiting.next_at <= $4
             and (waiting.lease_expires_at is null or waiting.lease_expires_at < now())
             and ((place.paused_at is null and place.is_owned) or waiting.type = 'webhook.test')
           order by waiting.next_at, waiting.id limit greatest(0, $1::integer - coalesce(busy.count, 0)) for update skip locked
         ) as due
       )
       update webhook_deliveries delivery set lease_owner = gen_random_uuid(), lease_expires_at = now() + ${LEASE}, begun = begun + 1
       from webhook_endpoints endpoint
       where endpoint.id = delivery.endpoint_id and delivery.id in (select id from due)
       returning delivery.id, delivery.lease_owner as lease, delivery.endpoint_id as "endpointId", delivery.event_id as "eventId", delivery.type, delivery.version,
         delivery.occurred_at as "occurredAt", delivery.channel_id as "channelId", delivery.chat_id as "chatId",
         delivery.message_id as "messageId", delivery.data, delivery.begun,
         endpoint.url, endpoint.secrets, endpoint.owner_id as "ownerId"`,
      [room, [...busy.keys()], [...busy.values()], now],
    );
    return rows.sort((a, b) => a.id - b.id);
  }

  /** Gives a lease back unused: nothing was sent. */
  async release({ id, lease }: ClaimedDelivery, manager: EntityManager = this.dataSource.manager): Promise<void> {
    await manager.query(
      `update webhook_deliveries set lease_owner = null, lease_expires_at = null, begun = begun - 1 where id = $1 and lease_owner = $2`,
      [id, lease],
    );
  }

  /** Locks the row of a try that is to end. Undefined where the lease is another's by now, or the delivery is gone. */
  async lockTry(manager: EntityManager, { id, lease }: ClaimedDelivery): Promise<Round | undefined> {
    const rows: Round[] = await manager.query(
      `select tries, first_tried_at as "firstTriedAt" from webhook_deliveries
       where id = $1 and lease_owner = $2 and state = 'pending' for update`,
      [id, lease],
    );
    return rows[0];
  }

  /** Ends a try whose row is locked. */
  async endTry(
    manager: EntityManager,
    id: number,
    result: AttemptResult,
    { state, tries, firstTriedAt, nextAt, now }: EndedTry,
  ): Promise<void> {
    await manager.query(
      `update webhook_deliveries set state = $2, tries = $3, first_tried_at = $4, next_at = $5,
         finished_at = case when $2 = 'pending' then null else $6::timestamptz end, last_status = $7, last_error = $8,
         lease_owner = null, lease_expires_at = null
       where id = $1`,
      [id, state, tries, firstTriedAt, nextAt, now, result.status, result.error],
    );
  }

  async addAttempt(manager: EntityManager, deliveryId: number, result: AttemptResult, at: Date): Promise<void> {
    await manager.query(
      `insert into webhook_attempts (delivery_id, at, duration_ms, status, error, answer) values ($1, $2, $3, $4, $5, $6)`,
      [deliveryId, at, result.durationMs, result.status, result.error, result.answer],
    );
  }

  /** Gives up a batch of what has been due since before then at endpoints that have been paused for as long, and gives how many. */
  async giveUpForgotten(before: Date, now: Date, limit: number): Promise<number> {
    const [, count]: [unknown, number] = await this.dataSource.query(
      `update webhook_deliveries set state = 'failed', finished_at = $2, next_at = null, lease_owner = null, lease_expires_at = null
       where id in (
         select waiting.id from webhook_deliveries waiting join webhook_endpoints endpoint on endpoint.id = waiting.endpoint_id
         where endpoint.paused_at < $1 and waiting.state = 'pending' and waiting.next_at < $1
           and (waiting.lease_expires_at is null or waiting.lease_expires_at < now())
         order by waiting.next_at limit $3 for update of waiting skip locked
       )`,
      [before, now, limit],
    );
    return count;
  }

  /** Deletes a batch of what ended so long ago, and gives how many. */
  async removeOld(before: { delivered: Date; failed: Date }, limit: number): Promise<number> {
    const [, count]: [unknown, number] = await this.dataSource.query(
      `delete from webhook_deliveries where id in (
         select id from webhook_deliveries where finished_at < $1 and (state <> 'failed' or finished_at < $2)
         order by finished_at limit $3 for update skip locked
       )`,
      [before.delivered, before.failed, limit],
    );
    return count;
  }
}

/** The event a delivery tells of; undefined for what is no event, such as a ping. */
export function storedEventOf({ eventId, type, ...delivery }: ClaimedDelivery): StoredEvent | undefined {
  const position = decodeEventPosition(eventId);
  if (position === undefined) return undefined;
  const { version, occurredAt, channelId, chatId, messageId, data } = delivery;
  // Only rows of events are laid out under a position.
  return { position, type: type as StoredEventType, version, occurredAt, channelId, chatId, messageId, data };
}
