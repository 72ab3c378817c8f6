import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { ApiError } from '../common/errors/api-error.js';
import type { ChatStatus } from './chat.entity.js';
import { canSeeChat } from './domain/chat-access.js';

/** The facts a deed in a chat decides by. */
export interface ChatFacts {
  id: number;
  channelId: number;
  customerId: number;
  status: ChatStatus;
  assigneeId: number | null;
  unreadCount: number;
  readUpToId: number;
  lastInboundAt: Date | null;
  windowClosedAt: Date | null;
  blockedAt: Date | null;
  mergedInto: number | null;
}

const FACTS = `chat.id, chat.channel_id as "channelId", chat.customer_id as "customerId", chat.status, chat.assignee_id as "assigneeId",
  chat.unread_count as "unreadCount", chat.read_up_to_id as "readUpToId", chat.last_inbound_at as "lastInboundAt",
  chat.window_closed_at as "windowClosedAt", chat.blocked_at as "blockedAt", chat.merged_into as "mergedInto"`;

/** The door of every deed in a chat: what the user may not see answers the 404 of what does not exist. */
@Injectable()
export class ChatAccessService {
  constructor(private readonly dataSource: DataSource) {}

  /** Throws 404 `CHAT_NOT_FOUND`. */
  async find(userId: number, chatId: number): Promise<ChatFacts> {
    return visible(await this.dataSource.query(SELECT, [userId, chatId]));
  }

  /** The same, and nobody else changes the chat until the transaction ends. Throws 404 `CHAT_NOT_FOUND`. */
  async lock(manager: EntityManager, userId: number, chatId: number): Promise<ChatFacts> {
    // Access is asked of the row as it is once the lock is held: who lost the chat while waiting for it does not see it.
    await manager.query('select 1 from chats where id = $1 for update', [chatId]);
    return visible(await manager.query(SELECT, [userId, chatId]));
  }
}

const SELECT = `select ${FACTS} from chats chat where chat.id = $2 and ${canSeeChat('chat', '$1')}`;

function visible([chat]: readonly ChatFacts[]): ChatFacts {
  if (chat === undefined) throw new ApiError('CHAT_NOT_FOUND');
  return chat;
}
