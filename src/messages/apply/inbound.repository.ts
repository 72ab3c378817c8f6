import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { MessageBody } from '../../waba-gateway/protocol/webhook.types.js';
import { InboundItem, inboundTimestamp } from '../domain/webhook-items.js';

export interface PlacedItem {
  chatId: number;
  inbound: InboundItem;
}

/** The same of any kind of message. */
export interface PlacedBody<T extends MessageBody> {
  chatId: number;
  inbound: { channelId: number; receivedAt: Date; item: T };
}

export interface StoredInbound {
  id: number;
  channelId: number;
  wamid: string;
}

@Injectable()
export class InboundRepository {
  /**
   * Leaves out what is stored already. A body that Meta sends again or an admin replays has nothing new to say of its customer
   * either: it would give back an old name, or a phone number to the person who had it before.
   */
  async withoutStored(manager: EntityManager, inbound: readonly InboundItem[]): Promise<InboundItem[]> {
    if (inbound.length === 0) return [];
    const rows: { channelId: number; wamid: string }[] = await manager.query(
      `with wanted as (select * from unnest($1::bigint[], $2::text[]))
       select channel_id as "channelId", wamid from messages where direction = 'in' and (channel_id, wamid) in (select * from wanted)
       union all
       select channel_id, wamid from message_changes where (channel_id, wamid) in (select * from wanted)`,
      [inbound.map(({ channelId }) => channelId), inbound.map(({ item }) => item.wamid)],
    );
    const stored = new Set(rows.map(({ channelId, wamid }) => `${channelId}:${wamid}`));
    return inbound.filter(({ channelId, item }) => !stored.has(`${channelId}:${item.wamid}`));
  }

  /**
   * Inserts what is not stored yet, in the order in which customers wrote, and returns only the new rows. The unique index on
   * (channel, wamid) makes a redelivery, however late, a row less.
   */
  async insert(manager: EntityManager, placed: readonly PlacedItem[]): Promise<StoredInbound[]> {
    const rows = [...placed].sort((a, b) => +inboundTimestamp(a.inbound) - +inboundTimestamp(b.inbound)).map(toRow);
    return manager.query(
      `insert into messages (chat_id, channel_id, direction, origin, type, content, details, wamid, timestamp, status, reply_to_wamid, created_at)
       select "chatId", "channelId", 'in', 'customer', type, content, details, wamid, timestamp, 'received', "replyToWamid", "createdAt"
       from rows from (jsonb_to_recordset($1::jsonb) as ("chatId" bigint, "channelId" bigint, type text, content text, details jsonb,
         wamid text, timestamp timestamptz, "replyToWamid" text, "createdAt" timestamptz)) with ordinality
       order by ordinality
       on conflict (channel_id, wamid) where direction = 'in' do nothing
       returning id, channel_id as "channelId", wamid`,
      [JSON.stringify(rows)],
    );
  }
}

function toRow({ chatId, inbound }: PlacedItem): Record<string, unknown> {
  const { channelId, receivedAt, item } = inbound;
  return {
    chatId,
    channelId,
    type: item.type,
    content: item.content,
    details: detailsToStore(item),
    wamid: item.wamid,
    timestamp: inboundTimestamp(inbound),
    replyToWamid: item.replyTo?.wamid,
    createdAt: receivedAt,
  };
}

/** What the type carries, and beside it what Meta says around it. */
export function detailsToStore(item: MessageBody & { referral?: Record<string, unknown> }): Record<string, unknown> {
  return {
    ...item.details,
    ...(item.context === undefined ? {} : { context: item.context }),
    ...(item.referral === undefined ? {} : { referral: item.referral }),
    ...(item.errors === undefined ? {} : { errors: item.errors }),
    ...(item.isTruncated ? { isTruncated: true } : {}),
    ...(item.timestamp === null ? { isTimestampUnusable: true } : {}),
  };
}
