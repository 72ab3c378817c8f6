import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import type { ReadReceipts } from '../../channels/domain/channel.js';
import type { ReceiptTimes } from './receipt-schedule.js';
import type { InboundMark } from './reading.repository.js';

/** A process that dies while it sends gives its receipts back so. */
const LEASE = `interval '60 seconds'`;

export interface ClaimedReceipt extends ReceiptTimes {
  chatId: number;
  messageId: number;
  wamid: string;
  channelId: number;
  readReceipts: ReadReceipts;
  /** This one included. */
  tries: number;
}

type ReceiptKey = Pick<ClaimedReceipt, 'chatId' | 'messageId'>;

/** The read receipts WhatsApp is still to get. */
@Injectable()
export class ReadReceiptsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** In place of an older one of the chat that still waits. Nothing where the channel sends none. */
  async request(
    manager: EntityManager,
    chatId: number,
    { id, wamid, writtenAt }: InboundMark,
    { now, nextAt }: { now: Date; nextAt: Date },
  ): Promise<void> {
    await manager.query(
      `insert into chat_read_receipts (chat_id, message_id, wamid, written_at, requested_at, next_at)
       select chat.id, $2, $3, $4, $5, $6 from chats chat join channels channel on channel.id = chat.channel_id
       where chat.id = $1 and channel.read_receipts = 'on_read'
       on conflict (chat_id) do update set message_id = excluded.message_id, wamid = excluded.wamid, written_at = excluded.written_at,
         requested_at = excluded.requested_at, next_at = excluded.next_at, tries = 0, leased_until = null`,
      [chatId, id, wamid, writtenAt, now, nextAt],
    );
  }

  /** Takes what is due and nobody else has in hand. What waits in a channel that is paused goes on waiting. */
  async claim(limit: number, now: Date): Promise<ClaimedReceipt[]> {
    const [rows]: [ClaimedReceipt[], number] = await this.dataSource.query(
      `update chat_read_receipts receipt set leased_until = clock_timestamp() + ${LEASE}, tries = receipt.tries + 1
       from (
         select waiting.chat_id, channel.id as channel_id, channel.read_receipts
         from chat_read_receipts waiting join chats chat on chat.id = waiting.chat_id
         join channels channel on channel.id = chat.channel_id
         where waiting.next_at <= $1 and channel.paused_at is null
           and (waiting.leased_until is null or waiting.leased_until < clock_timestamp())
         order by waiting.next_at limit $2 for update of waiting skip locked
       ) due
       where receipt.chat_id = due.chat_id
       returning receipt.chat_id as "chatId", receipt.message_id as "messageId", receipt.wamid, receipt.written_at as "writtenAt",
         receipt.requested_at as "requestedAt", receipt.tries, due.channel_id as "channelId", due.read_receipts as "readReceipts"`,
      [now, limit],
    );
    return rows;
  }

  /** It was taken, or is not to be sent: forgotten, and an older one with it, unless a newer one has taken its place. */
  async forget({ chatId, messageId }: ReceiptKey): Promise<void> {
    await this.dataSource.query('delete from chat_read_receipts where chat_id = $1 and message_id <= $2', [
      chatId,
      messageId,
    ]);
  }

  async postpone({ chatId, messageId }: ReceiptKey, { nextAt, tries }: { nextAt: Date; tries: number }): Promise<void> {
    await this.dataSource.query(
      `update chat_read_receipts set next_at = $3, tries = $4, leased_until = null where chat_id = $1 and message_id = $2`,
      [chatId, messageId, nextAt, tries],
    );
  }
}
