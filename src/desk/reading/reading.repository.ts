import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import type { ReadReceipts } from '../../channels/domain/channel.js';

/** Meta's own notices stand in a chat too, but nobody wrote them (`isWrittenByCustomer`); and an old history is nothing unread. */
const WRITTEN = `direction = 'in' and type <> 'system' and not imported`;
/** A call is no message to WhatsApp: it cannot be marked. */
const MARKABLE = `${WRITTEN} and type <> 'call'`;

/** A message of a customer that WhatsApp can be told to have been read. */
export interface InboundMark {
  id: number;
  wamid: string;
  writtenAt: Date;
}

/** What typing in a chat needs to know. */
export interface TypingFacts extends InboundMark {
  channelId: number;
  readReceipts: ReadReceipts;
  isPaused: boolean;
}

@Injectable()
export class ReadingRepository {
  constructor(private readonly dataSource: DataSource) {}

  async isInChat(manager: EntityManager, chatId: number, messageId: number): Promise<boolean> {
    const rows: unknown[] = await manager.query('select 1 from messages where id = $1 and chat_id = $2', [
      messageId,
      chatId,
    ]);
    return rows.length > 0;
  }

  /** The newest inbound message by its id, 0 where there is none. The chat is locked, so none comes in between. */
  async newestId(manager: EntityManager, chatId: number): Promise<number> {
    const [row]: { id: number | null }[] = await manager.query(
      `select max(id) as id from messages where chat_id = $1 and direction = 'in'`,
      [chatId],
    );
    return row?.id ?? 0;
  }

  async countUnread(manager: EntityManager, chatId: number, readUpToId: number): Promise<number> {
    const [row]: { count: number }[] = await manager.query(
      `select count(*)::integer as count from messages where chat_id = $1 and ${WRITTEN} and id > $2`,
      [chatId, readUpToId],
    );
    return row?.count ?? 0;
  }

  async setPointer(
    manager: EntityManager,
    chatId: number,
    { readUpToId, unreadCount, now }: { readUpToId: number; unreadCount: number; now: Date },
  ): Promise<void> {
    await manager.query('update chats set read_up_to_id = $2, unread_count = $3, updated_at = $4 where id = $1', [
      chatId,
      readUpToId,
      unreadCount,
      now,
    ]);
  }

  /** The customer's newest message behind `after`, up to `upTo`: to mark it marks the earlier ones too. */
  async newestWritten(
    manager: EntityManager,
    chatId: number,
    { after, upTo }: { after: number; upTo: number },
  ): Promise<InboundMark | undefined> {
    const [row]: InboundMark[] = await manager.query(
      `select id, wamid, timestamp as "writtenAt" from messages
       where chat_id = $1 and ${MARKABLE} and wamid is not null and id > $2 and id <= $3 order by id desc limit 1`,
      [chatId, after, upTo],
    );
    return row;
  }

  /** Undefined where the customer never wrote. */
  async typingFacts(chatId: number): Promise<TypingFacts | undefined> {
    const [row]: TypingFacts[] = await this.dataSource.query(
      `select message.id, message.wamid, message.timestamp as "writtenAt", channel.id as "channelId",
         channel.read_receipts as "readReceipts", channel.paused_at is not null as "isPaused"
       from chats chat join channels channel on channel.id = chat.channel_id
       join lateral (
         select id, wamid, timestamp from messages
         where chat_id = chat.id and ${MARKABLE} and wamid is not null order by id desc limit 1
       ) message on true
       where chat.id = $1`,
      [chatId],
    );
    return row;
  }
}
