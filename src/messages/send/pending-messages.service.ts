import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { AuditService } from '../../audit/audit.service.js';
import { RequestOrigin } from '../../audit/domain/request-origin.js';
import { ChatForSend, ChatsService } from '../../chats/chats.service.js';
import { assertWindowOpen } from '../../chats/domain/assert-window-open.js';
import { ApiError } from '../../common/errors/api-error.js';
import { transaction } from '../../database/transaction.js';
import { EventsService } from '../../events/events.service.js';
import { AcquiredFile, MediaService } from '../../media/media.service.js';
import { OutgoingRepository, OutgoingState } from '../outgoing.repository.js';
import type { SendRequest } from './send-request.js';

export interface MessageToStore {
  userId: number;
  request: SendRequest;
  chat: ChatForSend;
  file: AcquiredFile | null;
  attemptId: string;
  origin: RequestOrigin;
  now: Date;
}

export interface StoredPending {
  messageId: number;
  mediaId: number | null;
}

/** The first commit of a send: the message as `pending`, its attempt, counters, events and audit row, all or nothing. */
@Injectable()
export class PendingMessages {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outgoing: OutgoingRepository,
    private readonly chats: ChatsService,
    private readonly media: MediaService,
    private readonly events: EventsService,
    private readonly audit: AuditService,
  ) {}

  /** The message this key made before, if it did. 422 where it made it of another body. */
  async findReplay(userId: number, request: SendRequest): Promise<OutgoingState | undefined> {
    if (request.clientMessageId === null) return undefined;
    const earlier = await this.outgoing.findByKey(userId, request.clientMessageId);
    if (earlier !== undefined && earlier.bodyHash?.equals(request.bodyHash) !== true) {
      throw new ApiError('IDEMPOTENCY_MISMATCH');
    }
    return earlier;
  }

  stateOf(messageId: number): Promise<OutgoingState> {
    return this.outgoing.findState(messageId);
  }

  /** Undefined where another request with the same key was faster: then its message is the answer. */
  store(message: MessageToStore): Promise<StoredPending | undefined> {
    return transaction(this.dataSource, async (manager) => {
      const facts = await this.chats.lock(manager, message.chat.id);
      if (facts === undefined) throw new ApiError('CHAT_NOT_FOUND');
      // Once more under the lock: a file may have taken seconds to fetch.
      assertWindowOpen(facts, message.now);
      const mediaId =
        message.file === null ? null : await this.media.insert(manager, this.mediaRow(message, message.file));
      const messageId = await this.insertMessage(manager, message, mediaId);
      if (messageId === undefined) return undefined;
      await this.insertEffects(manager, message, { messageId, mediaId });
      return { messageId, mediaId };
    });
  }

  private mediaRow({ chat, request, now }: MessageToStore, file: AcquiredFile): Parameters<MediaService['insert']>[1] {
    return { chatId: chat.id, file, filename: request.filename, createdAt: now };
  }

  private insertMessage(
    manager: EntityManager,
    message: MessageToStore,
    mediaId: number | null,
  ): Promise<number | undefined> {
    const { request, chat, userId, now } = message;
    return this.outgoing.insertPending(manager, {
      chatId: chat.id,
      channelId: chat.channelId,
      senderUserId: userId,
      type: request.type,
      content: request.content,
      caption: request.caption,
      filename: request.filename,
      sourceUrl: request.mediaUrl,
      mediaId,
      clientMessageId: request.clientMessageId,
      bodyHash: request.clientMessageId === null ? null : request.bodyHash,
      timestamp: now,
    });
  }

  private async insertEffects(
    manager: EntityManager,
    message: MessageToStore,
    { messageId, mediaId }: StoredPending,
  ): Promise<void> {
    const { chat, now, userId, origin, attemptId, request } = message;
    const state = mediaId === null ? 'posting' : 'queued';
    await this.outgoing.insertAttempt(manager, {
      id: attemptId,
      messageId,
      channelId: chat.channelId,
      number: 1,
      state,
      createdAt: now,
    });
    await this.chats.grow(
      manager,
      [{ chatId: chat.id, messages: 1, unread: 0, newestId: messageId, newestAt: now, inboundAt: null }],
      now,
    );
    await this.audit.append(manager, {
      actorUserId: userId,
      action: 'message.sent',
      object: { type: 'message', id: messageId },
      outcome: 'ok',
      origin,
      details: { chatId: chat.id, type: request.type },
    });
    await this.events.append(
      manager,
      [
        { type: 'message.queued', channelId: chat.channelId, chatId: chat.id, messageId },
        { type: 'chat.updated', channelId: chat.channelId, chatId: chat.id },
      ],
      now,
    );
  }
}
