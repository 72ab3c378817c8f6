import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { ChatForSend } from '../../chats/chats.service.js';
import { takeFromPair } from '../domain/pair-limit.js';
import { NewOutgoing, OutgoingRepository, OutgoingState } from '../outgoing.repository.js';
import { ChatQueueRepository, QueuedChat, QueueHead } from './chat-queue.repository.js';

export interface MessageToEnter {
  attemptId: string;
  row: NewOutgoing;
  recipient: ChatForSend['recipient'];
  /** Its number has a token for it now. */
  mayLeave: boolean;
}

/** What the commit of a message left to do. */
export interface EnteredMessage {
  messageId: number;
  /** The chat is leased, under this name, to whoever goes on with it; absent where it has to wait its turn. */
  lease?: string | undefined;
  /** Its posting is committed: it leaves now. */
  started: QueueHead | undefined;
}

/** Writes an outgoing message with its attempt and enters its chat into the queue, in the caller's transaction, chat locked. */
@Injectable()
export class QueueEntry {
  constructor(
    private readonly outgoing: OutgoingRepository,
    private readonly queue: ChatQueueRepository,
  ) {}

  findByKey(userId: number, clientMessageId: string): Promise<OutgoingState | undefined> {
    return this.outgoing.findByKey(userId, clientMessageId);
  }

  /**
   * Undefined where the sender has used the key before. In an idle chat the attempt is `posting` already, so that an ordinary send
   * takes two commits.
   */
  async enter(manager: EntityManager, message: MessageToEnter): Promise<EnteredMessage | undefined> {
    const { row, attemptId, mayLeave } = message;
    const messageId = await this.outgoing.insertPending(manager, row);
    if (messageId === undefined) return undefined;
    if (row.scheduledAt !== null) return this.enterLater(manager, message, messageId, row.scheduledAt);
    const { chatId, channelId, timestamp: now } = row;
    // Under a name that who called us knows, should the commit go unheard.
    const lease = attemptId;
    const begunAt = performance.now();
    const held = await this.queue.enter(manager, { chatId, channelId }, lease, now);
    const pairTat = held === undefined || held.isPaused || !mayLeave ? null : takeFromPair(held.pairTat, now);
    const state = pairTat === null ? 'queued' : 'posting';
    await this.outgoing.insertAttempt(manager, {
      id: attemptId,
      messageId,
      channelId,
      number: 1,
      state,
      createdAt: now,
    });
    if (pairTat !== null) await this.queue.spendPair(manager, chatId, pairTat);
    return {
      messageId,
      lease: held === undefined ? undefined : lease,
      started: pairTat === null ? undefined : { ...toHead(message, messageId), begunAt },
    };
  }

  /** It waits its time unleased, and then its turn. */
  private async enterLater(
    manager: EntityManager,
    { attemptId: id, row: { chatId, channelId } }: MessageToEnter,
    messageId: number,
    at: Date,
  ): Promise<EnteredMessage> {
    await this.outgoing.insertAttempt(manager, { id, messageId, channelId, number: 1, state: 'queued', createdAt: at });
    await this.queue.enterLater(manager, { chatId, channelId }, at);
    return { messageId, started: undefined };
  }

  /** One more attempt of a message, by an operator's hand, in the caller's transaction, chat locked; it waits its turn like any other. */
  async reenter(manager: EntityManager, chat: QueuedChat, messageId: number, now: Date): Promise<EnteredMessage> {
    await this.outgoing.insertNextAttempt(manager, { id: randomUUID(), messageId, createdAt: now, nextAt: null });
    const lease = randomUUID();
    const held = await this.queue.enter(manager, chat, lease, now);
    return { messageId, lease: held === undefined ? undefined : lease, started: undefined };
  }
}

function toHead({ attemptId, row, recipient }: MessageToEnter, messageId: number): QueueHead {
  return {
    attemptId,
    messageId,
    nextAt: null,
    limitedAt: null,
    type: row.type,
    content: row.content,
    caption: row.caption,
    filename: row.filename,
    details: row.details,
    replyToWamid: row.replyToWamid,
    mediaId: row.mediaId,
    cardMediaIds: [...row.cardMediaIds],
    needsUpload: false,
    isDelivered: false,
    isScheduled: false,
    waId: recipient.waId ?? null,
    bsuid: recipient.bsuid ?? null,
  };
}
