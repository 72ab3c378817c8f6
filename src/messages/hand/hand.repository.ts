import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { canSeeChat } from '../../chats/domain/chat-access.js';
import type { QueuedChat } from '../dispatch/chat-queue.repository.js';
import type { RetryFacts } from '../domain/hand-rules.js';
import type { StoredFailure } from '../domain/message-error.js';

/** An attempt that was taken out of its chat's queue. */
export interface CancelledAttempt {
  messageId: number;
  number: number;
}

/** At most so many messages of a chat are cancelled under one lock. */
export const CANCEL_BATCH = 500;
const CHATS_AT_ONCE = 500;

const IS_UNCERTAIN = `exists (
  select 1 from send_attempts other where other.message_id = message.id and other.state in ('posting', 'uncertain')
)`;

@Injectable()
export class HandRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The chat of a message the user may see. */
  async findChatForUser(userId: number, messageId: number): Promise<QueuedChat | undefined> {
    const [row]: QueuedChat[] = await this.dataSource.query(
      `select chat.id as "chatId", chat.channel_id as "channelId" from messages message join chats chat on chat.id = message.chat_id
       where message.id = $2 and ${canSeeChat('chat', '$1')}`,
      [userId, messageId],
    );
    return row;
  }

  async findRetryFacts(
    manager: EntityManager,
    messageId: number,
  ): Promise<(RetryFacts & { type: string }) | undefined> {
    const [row]: (RetryFacts & { type: string })[] = await manager.query(
      `select message.direction, message.type, message.status, message.error, message.failed_at as "failedAt", ${IS_UNCERTAIN} as "isUncertain",
         (select count(*)::integer from send_attempts attempt where attempt.message_id = message.id) as attempts
       from messages message where message.id = $1`,
      [messageId],
    );
    return row;
  }

  /**
   * Ends what waits in a locked chat, the oldest first: one message, or all of them where `messageId` is null. What an attempt may
   * have brought to the customer is left alone.
   */
  async cancelWaiting(
    manager: EntityManager,
    { chatId, messageId }: { chatId: number; messageId: number | null },
    failure: StoredFailure,
    now: Date,
  ): Promise<CancelledAttempt[]> {
    const [rows]: [CancelledAttempt[], number] = await manager.query(
      `update send_attempts set state = 'refused', error = $3::jsonb, finished_at = $4, failed_at = $4
       where id in (
         select waiting.id from send_attempts waiting join messages message on message.id = waiting.message_id
         where waiting.state = 'queued' and message.chat_id = $1 and message.status = 'pending'
           and ($2::bigint is null or message.id = $2) and not ${IS_UNCERTAIN}
         order by message.timestamp, message.id limit $5
       )
       returning message_id as "messageId", number`,
      [chatId, messageId, JSON.stringify(failure), now, CANCEL_BATCH],
    );
    return rows;
  }

  /** Chats of a channel with something to send, by id, after `afterId`. */
  async findChatsWithWork(channelId: number, afterId: number): Promise<number[]> {
    const rows: { chatId: number }[] = await this.dataSource.query(
      `select chat_id as "chatId" from chat_queue
       where channel_id = $1 and next_at is not null and chat_id > $2 order by chat_id limit $3`,
      [channelId, afterId, CHATS_AT_ONCE],
    );
    return rows.map(({ chatId }) => chatId);
  }
}
