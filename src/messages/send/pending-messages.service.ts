import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { AuditService } from '../../audit/audit.service.js';
import { RequestOrigin } from '../../audit/domain/request-origin.js';
import { ChatForSend, ChatsService } from '../../chats/chats.service.js';
import { assertReachable } from '../../chats/domain/assert-reachable.js';
import { assertMayLeave, needsWindow } from '../../chats/domain/assert-window-open.js';
import { ApiError } from '../../common/errors/api-error.js';
import { failpoint } from '../../common/failpoint.js';
import { Turns } from '../../common/turns.js';
import { transaction } from '../../database/transaction.js';
import { EventsService } from '../../events/events.service.js';
import { AcquiredFile, MediaService } from '../../media/media.service.js';
import { EnteredMessage, QueueEntry } from '../dispatch/queue-entry.service.js';
import { REACTION_TYPE } from '../domain/sent-reaction.js';
import { NewOutgoing, OutgoingState } from '../outgoing.repository.js';
import type { LinkedRequest } from './message-links.service.js';
import type { SendRequest } from './send-request.js';

export interface MessageToStore {
  userId: number;
  request: LinkedRequest;
  chat: ChatForSend;
  file: AcquiredFile | null;
  /** Of the cards of a carousel. */
  cardFiles: readonly AcquiredFile[];
  /** Its number has a token for it now. */
  mayLeave: boolean;
  attemptId: string;
  origin: RequestOrigin;
  /** Asked under the chat's lock, so that times follow the order in which messages are written. */
  tellTime: () => Date;
}

/** Until then the request that made a message may still be waiting for Graph. */
const FIRST_CALL_MS = 10_000;
/** Of one chat. */
const MAX_WAITING = 1_000;

/** The first commit of a send: the message as `pending`, its attempt, counters, events and audit row, all or nothing. */
@Injectable()
export class PendingMessages {
  /** Those who wait for a chat's lock wait here, without a connection: one chat must not take the pool from all others. */
  private readonly turns = new Turns(MAX_WAITING);

  constructor(
    private readonly dataSource: DataSource,
    private readonly entry: QueueEntry,
    private readonly chats: ChatsService,
    private readonly media: MediaService,
    private readonly events: EventsService,
    private readonly audit: AuditService,
  ) {}

  /** The message this key made before, if it did: 422 where it made it of another body, 409 while the first request may still wait. */
  async findReplay(userId: number, request: SendRequest, now: Date): Promise<OutgoingState | undefined> {
    if (request.clientMessageId === null) return undefined;
    const earlier = await this.entry.findByKey(userId, request.clientMessageId);
    if (earlier === undefined) return undefined;
    if (earlier.bodyHash?.equals(request.bodyHash) !== true) throw new ApiError('IDEMPOTENCY_MISMATCH');
    const isPosting = earlier.attemptState === 'posting' && earlier.postingAt !== null;
    if (isPosting && now.getTime() - earlier.timestamp.getTime() < FIRST_CALL_MS) {
      throw new ApiError('IDEMPOTENCY_IN_FLIGHT');
    }
    return earlier;
  }

  /** Undefined where another request with the same key was faster: then its message is the answer. */
  store(message: MessageToStore): Promise<EnteredMessage | undefined> {
    return this.turns.run(message.chat.id, () => this.commit(message));
  }

  private commit(message: MessageToStore): Promise<EnteredMessage | undefined> {
    return transaction(this.dataSource, async (manager) => {
      const facts = await this.chats.lock(manager, message.chat.id);
      if (facts === undefined) throw new ApiError('CHAT_NOT_FOUND');
      const now = message.tellTime();
      // Once more under the lock: a file may have taken seconds to fetch.
      assertReachable(facts);
      const { type, scheduledAt } = message.request;
      if (needsWindow(type)) assertMayLeave(facts, scheduledAt, now);
      const row = await this.toRow(manager, message, now);
      const { attemptId, mayLeave, chat } = message;
      const entered = await this.entry.enter(manager, { attemptId, row, mayLeave, recipient: chat.recipient });
      if (entered !== undefined) await this.insertEffects(manager, message, entered.messageId, now);
      failpoint('a1');
      return entered;
    });
  }

  private async toRow(manager: EntityManager, message: MessageToStore, now: Date): Promise<NewOutgoing> {
    const { request, chat, userId, file } = message;
    const { type, content, details, caption, replyToWamid, clientMessageId, bodyHash } = request;
    // An uploaded document keeps its name; images and the like have none.
    const filename = request.filename ?? (request.file === 'document' ? (file?.filename ?? null) : null);
    const mediaId =
      file === null ? null : await this.media.insert(manager, { chatId: chat.id, file, filename, createdAt: now });
    const cardMediaIds: number[] = [];
    for (const card of message.cardFiles) {
      const row = { chatId: chat.id, file: card, filename: null, createdAt: now };
      cardMediaIds.push(await this.media.insert(manager, row));
    }
    return {
      chatId: chat.id,
      channelId: chat.channelId,
      senderUserId: userId,
      type,
      content,
      details,
      caption,
      filename,
      sourceUrl: request.mediaUrl,
      mediaId,
      cardMediaIds,
      replyToWamid,
      clientMessageId,
      bodyHash: clientMessageId === null ? null : bodyHash,
      timestamp: now,
      scheduledAt: request.scheduledAt,
    };
  }

  private async insertEffects(
    manager: EntityManager,
    message: MessageToStore,
    messageId: number,
    now: Date,
  ): Promise<void> {
    const { chat, userId, origin, request } = message;
    const isScheduled = request.scheduledAt !== null;
    const growth = { chatId: chat.id, messages: 1, unread: 0, newestId: messageId, newestAt: now, inboundAt: null };
    const isLine = request.type !== REACTION_TYPE;
    if (isLine) await this.chats.grow(manager, [{ ...growth, opens: !isScheduled, isScheduled }], now);
    await this.audit.append(manager, {
      actorUserId: userId,
      action: 'message.sent',
      object: { type: 'message', id: messageId },
      outcome: 'ok',
      origin,
      details: { chatId: chat.id, type: request.type, ...(isScheduled ? { scheduledAt: request.scheduledAt } : {}) },
    });
    if (!isLine) return;
    await this.events.append(
      manager,
      [
        { type: 'message.queued', channelId: chat.channelId, chatId: chat.id, messageId },
        // A scheduled message changes its chat when it leaves.
        ...(isScheduled ? [] : [{ type: 'chat.updated' as const, channelId: chat.channelId, chatId: chat.id }]),
      ],
      now,
    );
  }
}
