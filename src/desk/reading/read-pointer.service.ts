import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { ChatAccessService, ChatFacts } from '../../chats/chat-access.service.js';
import { Clock } from '../../common/clock.js';
import { validationError } from '../../common/validation/validation.pipe.js';
import { transaction } from '../../database/transaction.js';
import { EventsService } from '../../events/events.service.js';
import { ReadReceiptsRepository } from './read-receipts.repository.js';
import type { ReadStateDto } from './reading.dto.js';
import { ReadingRepository } from './reading.repository.js';
import { canBeMarked } from './receipt-schedule.js';

const NO_MESSAGE = { en: 'must be the id of a message of this chat', ru: 'должно быть id сообщения этого чата' };

export interface ReadUpTo {
  chatId: number;
  /** The newest inbound message where it is not given. */
  messageId?: number | undefined;
  /** So much later WhatsApp is told, in milliseconds: it may hear of it otherwise before. */
  receiptDelayMs?: number;
}

/** How far a chat was read. The pointer goes forward only, and what is unread is what stands behind it. */
@Injectable()
export class ReadPointer {
  constructor(
    private readonly dataSource: DataSource,
    private readonly access: ChatAccessService,
    private readonly repository: ReadingRepository,
    private readonly receipts: ReadReceiptsRepository,
    private readonly events: EventsService,
    private readonly clock: Clock,
  ) {}

  /** Throws 404 `CHAT_NOT_FOUND`, 400 `VALIDATION` where the message is not one of the chat. */
  move(userId: number, { chatId, messageId, receiptDelayMs = 0 }: ReadUpTo): Promise<ReadStateDto> {
    return transaction(this.dataSource, async (manager) => {
      const chat = await this.access.lock(manager, userId, chatId);
      const readUpToId = Math.max(chat.readUpToId, await this.placeOf(manager, chatId, messageId));
      const unreadCount = await this.repository.countUnread(manager, chatId, readUpToId);
      await this.store(manager, chat, { readUpToId, unreadCount, receiptDelayMs });
      return { chatId, readUpToId, unreadCount };
    });
  }

  private async placeOf(manager: EntityManager, chatId: number, messageId: number | undefined): Promise<number> {
    if (messageId === undefined) return this.repository.newestId(manager, chatId);
    if (await this.repository.isInChat(manager, chatId, messageId)) return messageId;
    throw validationError([{ field: 'messageId', code: 'MESSAGE', message: NO_MESSAGE }]);
  }

  private async store(
    manager: EntityManager,
    chat: ChatFacts,
    { receiptDelayMs, ...state }: { readUpToId: number; unreadCount: number; receiptDelayMs: number },
  ): Promise<void> {
    const { id: chatId, channelId, readUpToId: before } = chat;
    const isMoved = state.readUpToId > before;
    if (!isMoved && state.unreadCount === chat.unreadCount) return;
    const now = this.clock.now();
    await this.repository.setPointer(manager, chatId, { ...state, now });
    const place = { after: before, upTo: state.readUpToId };
    const mark = isMoved ? await this.repository.newestWritten(manager, chatId, place) : undefined;
    if (mark !== undefined && canBeMarked(mark.writtenAt, now)) {
      const nextAt = new Date(now.getTime() + receiptDelayMs);
      await this.receipts.request(manager, chatId, mark, { now, nextAt });
    }
    await this.events.append(manager, [{ type: 'chat.read', channelId, chatId, data: state }], now);
  }
}
