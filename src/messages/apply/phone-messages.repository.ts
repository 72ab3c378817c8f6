import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { TargetKey } from '../changes/message-changes.repository.js';
import type { MessageStatus } from '../domain/message.js';

/** `read` implies delivered, and `played` (a voice note) implies read. */
const READ = `status in ('read', 'played')`;

export interface PhoneStatusChange {
  id: number;
  chatId: number;
  channelId: number;
  before: MessageStatus;
  after: MessageStatus;
}

/** What staff wrote on the phone: such a message has no attempt, its receipts are those of its wamid. */
@Injectable()
export class PhoneMessagesRepository {
  find(manager: EntityManager, keys: readonly TargetKey[]): Promise<(TargetKey & { chatId: number })[]> {
    return manager.query(
      `select channel_id as "channelId", wamid, chat_id as "chatId" from messages
       where origin = 'phone_app' and (channel_id, wamid) in (select * from unnest($1::bigint[], $2::text[]))`,
      [keys.map(({ channelId }) => channelId), keys.map(({ wamid }) => wamid)],
    );
  }

  /**
   * Works them out anew from their receipts, so that neither order nor repetition can matter; what receipts told that are gone by now
   * stays. Returns the rows that changed, with their status before and after. Their chats must be locked.
   */
  async settle(manager: EntityManager, keys: readonly TargetKey[]): Promise<PhoneStatusChange[]> {
    const [rows]: [PhoneStatusChange[], number] = await manager.query(
      `update messages message set status = now_is.status, delivered_at = now_is.delivered_at, read_at = now_is.read_at,
         failed_at = now_is.failed_at, error = now_is.error
       from (
         select was.id, was.status as before, told.*,
           case when told.status = 'failed' then coalesce(seen.failed_at, was.failed_at) end as failed_at,
           case when told.status = 'failed' then coalesce(seen.failure, was.error) end as error
         from messages was
         join (
           select channel_id, wamid,
             min(occurred_at) filter (where status = 'delivered') as delivered_at,
             min(occurred_at) filter (where ${READ}) as read_at,
             min(occurred_at) filter (where status = 'failed') as failed_at,
             (array_agg(details->'error' order by occurred_at, coalesce(code, 0)) filter (where status = 'failed'))[1] as failure
           from receipts where (channel_id, wamid) in (select * from unnest($1::bigint[], $2::text[])) group by channel_id, wamid
         ) as seen on seen.channel_id = was.channel_id and seen.wamid = was.wamid
         cross join lateral (
           select coalesce(seen.delivered_at, was.delivered_at, seen.read_at) as delivered_at, coalesce(seen.read_at, was.read_at) as read_at,
             case when seen.read_at is not null or was.status = 'read' then 'read'
               when seen.delivered_at is not null or was.status = 'delivered' then 'delivered'
               when seen.failed_at is not null then 'failed' else was.status end as status
         ) as told
         where was.origin = 'phone_app'
       ) as now_is
       where message.id = now_is.id
         and (message.status, message.delivered_at, message.read_at, message.failed_at, message.error)
           is distinct from (now_is.status, now_is.delivered_at, now_is.read_at, now_is.failed_at, now_is.error)
       returning message.id, message.chat_id as "chatId", message.channel_id as "channelId", now_is.before, message.status as after`,
      [keys.map(({ channelId }) => channelId), keys.map(({ wamid }) => wamid)],
    );
    return rows;
  }
}
