import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { canSeeChat } from '../chats/domain/chat-access.js';
import { Clock } from '../common/clock.js';
import type { Reaction } from './domain/message-changes.js';
import { AttemptState, Direction, MessageOrigin, MessageStatus } from './domain/message.js';
import { FILE_FACTS, type FileFacts } from '../media/domain/message-file.dto.js';
import type { StoredFailure } from './domain/message-error.js';
import { isLine } from './domain/sent-reaction.js';

/** A message with what its row alone does not say. */
export interface MessageRow {
  id: number;
  chatId: number;
  direction: Direction;
  origin: MessageOrigin;
  type: string;
  content: string;
  details: Record<string, unknown>;
  wamid: string | null;
  timestamp: Date;
  status: MessageStatus;
  sentAt: Date | null;
  deliveredAt: Date | null;
  readAt: Date | null;
  failedAt: Date | null;
  error: StoredFailure | null;
  caption: string | null;
  filename: string | null;
  sourceUrl: string | null;
  media: FileFacts | null;
  replyToWamid: string | null;
  replyToId: number | null;
  clientMessageId: string | null;
  isReadByOperator: boolean;
  senderId: number | null;
  senderEmail: string | null;
  attempts: number;
  attemptState: AttemptState | null;
  attemptAt: Date | null;
  nextAt: Date | null;
  scheduledAt: Date | null;
  /** When this was seen. */
  seenAt: Date;
  reactions: Reaction[];
  editedAt: Date | null;
  deletedAt: Date | null;
}

/**
 * The message of the same chat that this one answers: a customer's, one of ours by the wamid of any of its attempts, or one from the
 * phone. Worked out when it is read, so that it does not matter which of the two came first.
 */
const REPLIED_ID = `(select replied.id from messages replied join chats home on home.id = replied.chat_id
  where message.reply_to_wamid is not null
    and replied.id in (
      select id from messages where direction = 'in' and channel_id = message.channel_id and wamid = message.reply_to_wamid
      union all select id from messages where direction = 'out' and channel_id = message.channel_id and wamid = message.reply_to_wamid
      union all select message_id from send_attempts where channel_id = message.channel_id and wamid = message.reply_to_wamid)
    and coalesce(home.merged_into, home.id) = coalesce(chat.merged_into, chat.id)
  order by replied.id limit 1)`;

const MESSAGE_COLUMNS = `message.id, message.chat_id as "chatId", message.direction, message.origin, message.type, message.content,
  message.details, message.wamid, message.timestamp, message.status, message.sent_at as "sentAt", message.delivered_at as "deliveredAt",
  message.read_at as "readAt", message.failed_at as "failedAt", message.error, message.caption, message.filename,
  message.source_url as "sourceUrl", ${FILE_FACTS} as media, message.reply_to_wamid as "replyToWamid",
  ${REPLIED_ID} as "replyToId",
  message.client_message_id as "clientMessageId", message.scheduled_at as "scheduledAt", message.reactions,
  message.edited_at as "editedAt", message.deleted_at as "deletedAt",
  (message.direction = 'out' or message.imported or message.id <= chat.read_up_to_id) as "isReadByOperator",
  sender.id as "senderId", sender.email as "senderEmail",
  tries.count as attempts, tries.state as "attemptState", tries.at as "attemptAt", tries.next_at as "nextAt"`;

const CURSOR_POSITION = 'select timestamp, id from messages where id = $4 and chat_id = $1';

/**
 * When a chat goes on. Of one that waits for a place in the messaging limit: when there is one as far as anybody knows, or when it has
 * waited for a whole day. It is looked at more often than that.
 */
const CHAT_NEXT_AT = `(select case when queue.limited_at is null then queue.next_at
    else least(queue.limited_at + interval '24 hours', (select reach.full_until from channels own
      join account_reach reach on reach.waba_id = own.waba_id where own.id = queue.channel_id)) end
  from chat_queue queue where queue.chat_id = message.chat_id)`;

/** When a waiting attempt goes on: at its own time, but not before its chat does. */
export const NEXT_AT = `case when attempt.state = 'queued' then greatest(attempt.next_at, ${CHAT_NEXT_AT}) end`;

const MESSAGE_JOINS = `join chats chat on chat.id = message.chat_id
  left join users sender on sender.id = message.sender_user_id
  left join media on media.id = message.media_id
  left join lateral (
    select count(*)::integer as count, (array_agg(attempt.state order by attempt.number desc))[1] as state,
      (array_agg(attempt.created_at order by attempt.number desc))[1] as at,
      max(${NEXT_AT}) as next_at
    from send_attempts attempt where attempt.message_id = message.id
  ) as tries on true`;

/** Through the channels, which are few: the indexes on wamids begin with them. */
const BY_WAMID = `select inbound.id from channels
    join messages inbound on inbound.channel_id = channels.id and inbound.wamid = $2 and inbound.direction = 'in'
  union all select outbound.id from channels
    join messages outbound on outbound.channel_id = channels.id and outbound.wamid = $2 and outbound.direction = 'out'
  union all select attempt.message_id from channels
    join send_attempts attempt on attempt.channel_id = channels.id and attempt.wamid = $2`;

/** Which messages of a chat: a page by offset, or the neighbours of one of its messages. */
export interface PageRequest {
  limit: number;
  offset: number;
  before?: number;
  after?: number;
}

@Injectable()
export class MessagesRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** The number of messages of a chat, or undefined where the user may not see it. */
  async countForUser(userId: number, chatId: number): Promise<number | undefined> {
    const [row]: { total: number }[] = await this.dataSource.query(
      `select chat.message_count as total from chats chat where chat.id = $2 and ${canSeeChat('chat', '$1')}`,
      [userId, chatId],
    );
    return row?.total;
  }

  /** Newest first, by (timestamp, id). Access is the caller's question; a cursor of another chat finds nothing. */
  listPage(chatId: number, { limit, offset, before, after }: PageRequest): Promise<MessageRow[]> {
    const cursor = before ?? after;
    const condition =
      cursor === undefined ? '' : `and (timestamp, id) ${after === undefined ? '<' : '>'} (${CURSOR_POSITION})`;
    const direction = after === undefined ? 'desc' : 'asc';
    const rows = this.dataSource.query(
      `select ${MESSAGE_COLUMNS} from (
         select * from messages where chat_id = $1 and ${isLine('messages')} ${condition} order by timestamp ${direction}, id ${direction} limit $2 offset $3
       ) as message ${MESSAGE_JOINS} order by message.timestamp desc, message.id desc`,
      cursor === undefined ? [chatId, limit, offset] : [chatId, limit, offset, cursor],
    );
    return this.seen(rows);
  }

  /** A message the user may see, by our id or by WhatsApp's, which may be that of any of its attempts. */
  async findForUser(userId: number, key: { id: number } | { wamid: string }): Promise<MessageRow | undefined> {
    const [condition, value] = 'id' in key ? ['message.id = $2', key.id] : [`message.id in (${BY_WAMID})`, key.wamid];
    const rows = this.dataSource.query(
      `select ${MESSAGE_COLUMNS} from messages message ${MESSAGE_JOINS}
       where ${condition} and ${canSeeChat('chat', '$1')} order by message.id limit 1`,
      [userId, value],
    );
    return (await this.seen(rows))[0];
  }

  /** In no order. Access is the caller's question. */
  findByIds(ids: readonly number[]): Promise<MessageRow[]> {
    return this.seen(
      this.dataSource.query(
        `select ${MESSAGE_COLUMNS} from messages message ${MESSAGE_JOINS} where message.id = any($1)`,
        [ids],
      ),
    );
  }

  private async seen(rows: Promise<Omit<MessageRow, 'seenAt'>[]>): Promise<MessageRow[]> {
    const found = await rows;
    const seenAt = this.clock.now();
    return found.map((row) => ({ ...row, seenAt }));
  }
}
