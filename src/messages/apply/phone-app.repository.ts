import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { MessageBody } from '../../waba-gateway/protocol/webhook.types.js';
import { bodyTimestamp } from '../domain/webhook-items.js';
import { detailsToStore, PlacedBody, StoredInbound } from './inbound.repository.js';

/** A message of the phone app as it is to be stored. */
export interface PhoneAppRow {
  direction: 'in' | 'out';
  status: string;
  /** It comes from a history sync. */
  imported: boolean;
}

/** Over rows `item`: a wamid that is one of our own sends is no news from the phone. */
const IS_UNKNOWN = `not exists (select 1 from messages known where known.direction = 'out' and known.channel_id = item."channelId" and known.wamid = item.wamid)
  and not exists (select 1 from send_attempts known where known.channel_id = item."channelId" and known.wamid = item.wamid)`;

@Injectable()
export class PhoneAppRepository {
  /** Leaves out what is stored already, in any form: said again, it says nothing new of the customer either. */
  async withoutStored<T extends { channelId: number; item: MessageBody }>(
    manager: EntityManager,
    items: readonly T[],
  ): Promise<T[]> {
    if (items.length === 0) return [];
    const rows: { channelId: number; wamid: string }[] = await manager.query(
      `with wanted as (select * from unnest($1::bigint[], $2::text[]))
       select channel_id as "channelId", wamid from messages where direction = 'out' and (channel_id, wamid) in (select * from wanted)
       union all
       select channel_id, wamid from send_attempts where (channel_id, wamid) in (select * from wanted)
       union all
       select channel_id, wamid from message_changes where (channel_id, wamid) in (select * from wanted)`,
      [items.map(({ channelId }) => channelId), items.map(({ item }) => item.wamid)],
    );
    const stored = new Set(rows.map(({ channelId, wamid }) => `${channelId}:${wamid}`));
    return items.filter(({ channelId, item }) => !stored.has(`${channelId}:${item.wamid}`));
  }

  /** Inserts what is not stored yet, the oldest first, and returns only the new rows. Their chats must be locked. */
  async insert(
    manager: EntityManager,
    placed: readonly PlacedBody<MessageBody>[],
    rowOf: (item: MessageBody) => PhoneAppRow,
  ): Promise<StoredInbound[]> {
    const rows = [...placed]
      .sort((a, b) => +bodyTimestamp(a.inbound) - +bodyTimestamp(b.inbound))
      .map((place) => ({ ...toRow(place), ...rowOf(place.inbound.item) }));
    return manager.query(
      `insert into messages (chat_id, channel_id, direction, origin, type, content, details, wamid, timestamp, status, sent_at,
         reply_to_wamid, imported, created_at)
       select "chatId", "channelId", direction, case direction when 'in' then 'customer' else 'phone_app' end, type, content, details, wamid,
         timestamp, status, case when direction = 'out' and status <> 'failed' then timestamp end, "replyToWamid", imported, "createdAt"
       from rows from (jsonb_to_recordset($1::jsonb) as ("chatId" bigint, "channelId" bigint, direction text, type text, content text,
         details jsonb, wamid text, timestamp timestamptz, status text, "replyToWamid" text, imported boolean, "createdAt" timestamptz))
         with ordinality as item
       where direction = 'in' or (${IS_UNKNOWN})
       order by ordinality
       on conflict do nothing
       returning id, channel_id as "channelId", wamid`,
      [JSON.stringify(rows)],
    );
  }

  /** A file of the history that came after the place that was kept for it. */
  async fillPlaceholders(manager: EntityManager, placed: readonly PlacedBody<MessageBody>[]): Promise<StoredInbound[]> {
    const [rows]: [StoredInbound[], number] = await manager.query(
      `update messages message set type = item.type, content = item.content, details = item.details
       from jsonb_to_recordset($1::jsonb) as item ("channelId" bigint, type text, content text, details jsonb, wamid text)
       where message.channel_id = item."channelId" and message.wamid = item.wamid and message.imported
         and message.type = 'media_placeholder' and item.type <> 'media_placeholder'
       returning message.id, message.channel_id as "channelId", message.wamid`,
      [JSON.stringify(placed.map(toRow))],
    );
    return rows;
  }
}

function toRow(placed: PlacedBody<MessageBody>): Record<string, unknown> {
  const { channelId, receivedAt, item } = placed.inbound;
  return {
    chatId: placed.chatId,
    channelId,
    type: item.type,
    content: item.content,
    details: detailsToStore(item),
    wamid: item.wamid,
    timestamp: bodyTimestamp(placed.inbound),
    replyToWamid: item.replyTo?.wamid,
    createdAt: receivedAt,
  };
}
