import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { ATTEMPT_STATUS_SQL } from './domain/attempt-status.js';
import { MessageStatus } from './domain/message.js';

export interface NewReceipt {
  channelId: number;
  wamid: string;
  status: string;
  /** The attempt Meta named by our uuid, or that we know by its wamid; null parks the receipt. */
  attemptId: string | null;
  occurredAt: Date;
  code: number | null;
  details: Record<string, unknown>;
  receivedAt: Date;
}

export interface AttemptLookup {
  channelId: number;
  wamid: string;
  attemptId: string | null;
}

/** An attempt together with the wamid that has just become known for it. */
export interface NamedAttempt {
  id: string;
  channelId: number;
  wamid: string;
}

export interface FoundAttempt {
  id: string;
  channelId: number;
  wamid: string | null;
  chatId: number;
  messageId: number;
}

export interface StatusChange {
  id: number;
  chatId: number;
  channelId: number;
  type: string;
  before: MessageStatus;
  after: MessageStatus;
}

/** `read` implies delivered, and `played` (a voice note) implies read. */
const READ = `status in ('read', 'played')`;

/** The receipt that comes in counts instead of the one kept. */
const IS_EARLIER = `(excluded.occurred_at, coalesce(excluded.code, 0)) < (kept.occurred_at, coalesce(kept.code, 0))`;

@Injectable()
export class ReceiptsRepository {
  /** The attempts that receipts speak of: by our uuid, else by the wamid. */
  findAttempts(manager: EntityManager, lookups: readonly AttemptLookup[]): Promise<FoundAttempt[]> {
    return manager.query(
      `select attempt.id, attempt.channel_id as "channelId", attempt.wamid, message.chat_id as "chatId", message.id as "messageId"
       from send_attempts attempt join messages message on message.id = attempt.message_id
       where attempt.id = any($1::uuid[])
         or (attempt.channel_id, attempt.wamid) in (select * from unnest($2::bigint[], $3::text[]))`,
      [
        lookups.flatMap(({ attemptId }) => attemptId ?? []),
        lookups.map(({ channelId }) => channelId),
        lookups.map(({ wamid }) => wamid),
      ],
    );
  }

  /** Keeps each receipt once; among equal ones the least time, then the least code, whichever came first. */
  async save(manager: EntityManager, receipts: readonly NewReceipt[]): Promise<void> {
    await manager.query(
      `insert into receipts as kept (channel_id, wamid, status, attempt_id, occurred_at, code, details, received_at)
       select "channelId", wamid, status, "attemptId", "occurredAt", code, details, "receivedAt"
       from jsonb_to_recordset($1::jsonb) as news ("channelId" bigint, wamid text, status text, "attemptId" uuid,
         "occurredAt" timestamptz, code integer, details jsonb, "receivedAt" timestamptz)
       order by "channelId", wamid, status
       on conflict (channel_id, wamid, status) do update set
         attempt_id = coalesce(kept.attempt_id, excluded.attempt_id),
         occurred_at = least(kept.occurred_at, excluded.occurred_at),
         code = case when ${IS_EARLIER} then excluded.code else kept.code end,
         details = case when ${IS_EARLIER} then excluded.details else kept.details end
       where ${IS_EARLIER} or (kept.attempt_id is null and excluded.attempt_id is not null)`,
      [JSON.stringify(receipts)],
    );
  }

  /** Gives attempts the receipts that waited for their wamids. */
  async claimParked(manager: EntityManager, attempts: readonly NamedAttempt[]): Promise<void> {
    await manager.query(
      `update receipts set attempt_id = named.id
       from unnest($1::uuid[], $2::bigint[], $3::text[]) as named (id, channel_id, wamid)
       where receipts.channel_id = named.channel_id and receipts.wamid = named.wamid and receipts.attempt_id is null`,
      [attempts.map(({ id }) => id), attempts.map(({ channelId }) => channelId), attempts.map(({ wamid }) => wamid)],
    );
  }

  /** Works out attempts anew from all the receipts they have, so that neither order nor repetition can matter. */
  async settleAttempts(manager: EntityManager, attemptIds: readonly string[]): Promise<void> {
    await manager.query(
      `update send_attempts attempt set
         -- The answer's own wamid stays; of several that receipts name, the least, whichever came first.
         wamid = case when attempt.http_status = 200 then attempt.wamid else least(attempt.wamid, seen.wamid) end,
         state = case when attempt.state in ('posting', 'uncertain') then 'accepted' else attempt.state end,
         sent_at = seen.sent_at,
         read_at = seen.read_at,
         delivered_at = coalesce(seen.delivered_at, seen.read_at),
         failed_at = coalesce(seen.failed_at, case when attempt.state = 'refused' then attempt.failed_at end),
         graph_code = coalesce(seen.failure->>'code', attempt.graph_code::text)::integer,
         error = coalesce(seen.failure, attempt.error)
       from (
         select attempt_id, min(wamid) as wamid,
           min(occurred_at) filter (where status = 'sent') as sent_at,
           min(occurred_at) filter (where status = 'delivered') as delivered_at,
           min(occurred_at) filter (where ${READ}) as read_at,
           min(occurred_at) filter (where status = 'failed') as failed_at,
           (array_agg(details->'error' order by occurred_at, coalesce(code, 0), wamid) filter (where status = 'failed'))[1] as failure
         from receipts where attempt_id = any($1::uuid[]) group by attempt_id
       ) as seen
       where attempt.id = seen.attempt_id`,
      [attemptIds],
    );
  }

  /**
   * Works out messages anew from their attempts: the newest attempt decides, except that delivered and read of any attempt win.
   * Returns the rows that changed, with their status before and after.
   */
  async settleMessages(manager: EntityManager, messageIds: readonly number[]): Promise<StatusChange[]> {
    const [rows]: [StatusChange[], number] = await manager.query(
      `update messages message set
         status = now_is.status, wamid = now_is.wamid, error = now_is.error,
         sent_at = now_is.sent_at, delivered_at = now_is.delivered_at, read_at = now_is.read_at, failed_at = now_is.failed_at
       from (
         select before.id, before.status as was,
           case when tries.read_at is not null then 'read' when tries.delivered_at is not null then 'delivered' else newest.status end as status,
           newest.wamid, case when newest.status = 'failed' and tries.delivered_at is null then newest.error end as error,
           case when newest.status not in ('failed', 'pending') or newest.sent_at is not null or tries.delivered_at is not null
             then tries.sent_at end as sent_at,
           tries.delivered_at, tries.read_at,
           case when newest.status = 'failed' and tries.delivered_at is null then newest.failed_at end as failed_at
         from messages before
         cross join lateral (
           select attempt.wamid, attempt.error, attempt.sent_at, coalesce(attempt.failed_at, attempt.finished_at) as failed_at,
             ${ATTEMPT_STATUS_SQL} as status
           from send_attempts attempt where attempt.message_id = before.id order by attempt.number desc limit 1
         ) as newest
         cross join lateral (
           select min(coalesce(attempt.sent_at, case when attempt.state = 'accepted' then attempt.finished_at end)) as sent_at,
             min(attempt.delivered_at) as delivered_at, min(attempt.read_at) as read_at
           from send_attempts attempt where attempt.message_id = before.id
         ) as tries
         where before.id = any($1)
       ) as now_is
       where message.id = now_is.id
         and (message.status, message.wamid, message.error, message.sent_at, message.delivered_at, message.read_at, message.failed_at)
           is distinct from
           (now_is.status, now_is.wamid, now_is.error, now_is.sent_at, now_is.delivered_at, now_is.read_at, now_is.failed_at)
       returning message.id, message.chat_id as "chatId", message.channel_id as "channelId", message.type, now_is.was as before, message.status as after`,
      [messageIds],
    );
    return rows;
  }
}
