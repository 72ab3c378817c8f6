import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { ChatsService } from '../../chats/chats.service.js';
import { needsWindow } from '../../chats/domain/assert-window-open.js';
import { serviceWindow } from '../../chats/domain/service-window.js';
import { transaction } from '../../database/transaction.js';
import { EventsService } from '../../events/events.service.js';
import { OwnFailure, ownFailure } from '../domain/message-error.js';
import { lookAgainAt, takeFromPair } from '../domain/pair-limit.js';
import { AttemptEnding } from './attempt-ending.service.js';
import { ChatQueueRepository, Lease, QueuedChat, QueueHead } from './chat-queue.repository.js';
import { TemplateGate } from './template-gate.service.js';

/** An id of a file that dies within the hour is renewed now rather than refused later; `MediaService` keeps the same margin. */
const UPLOAD_MARGIN_MS = 60 * 60 * 1000;

/** What a worker does next with a chat it holds. */
export type NextStep = { kind: 'post' | 'upload'; head: QueueHead } | { kind: 'ready' | 'again' | 'idle' };

/** Decides in one transaction, under the chat's lock, whether its oldest waiting message may leave now, and commits that it does. */
@Injectable()
export class NextPost {
  constructor(
    private readonly dataSource: DataSource,
    private readonly chats: ChatsService,
    private readonly queue: ChatQueueRepository,
    private readonly ending: AttemptEnding,
    private readonly events: EventsService,
    private readonly gate: TemplateGate,
  ) {}

  /** Whether the chat may have to wait for a place in the messaging limit: then it is asked for before a token of its number is. */
  isDoubtful(chat: QueuedChat): Promise<boolean> {
    return this.gate.isFull(chat);
  }

  /** Where the message may leave but there is no token for it, nothing is committed to: `ready`. */
  begin(chat: QueuedChat, owner: string, now: Date, hasToken: boolean): Promise<NextStep> {
    const begunAt = performance.now();
    return transaction(this.dataSource, async (manager) => {
      const facts = await this.chats.lock(manager, chat.chatId);
      const held = await this.queue.hold(manager, chat.chatId, owner);
      if (facts === undefined || held === undefined) return { kind: 'idle' };
      // Nobody but us holds the chat, and we are not posting: who was has died.
      for (const attempt of await this.queue.interrupted(manager, chat.chatId)) {
        await this.ending.interrupt(manager, { ...chat, ...attempt }, now);
      }
      const head = await this.queue.head(manager, chat.chatId, new Date(now.getTime() + UPLOAD_MARGIN_MS));
      const lease = { chatId: chat.chatId, owner };
      if (head === undefined || held.isPaused || (head.nextAt !== null && head.nextAt > now)) {
        return this.rest(manager, lease, now);
      }
      if (head.isScheduled) await this.show(manager, chat, head.messageId, now);
      const { open } = serviceWindow(facts, now);
      const obstacle = await this.obstacle(manager, chat, head, open);
      if (obstacle !== undefined) return this.giveUp(manager, { chat, lease, head }, obstacle, now);
      if (head.needsUpload) return { kind: 'upload', head };
      const pairTat = takeFromPair(held.pairTat, now);
      if (pairTat === null) return this.rest(manager, lease, now, lookAgainAt(held.pairTat));
      // Last of all: whoever has its place leaves.
      const wait = open ? null : await this.gate.place(manager, chat, head, now);
      if (wait === 'MESSAGING_LIMIT') return this.giveUp(manager, { chat, lease, head }, wait, now);
      if (wait !== null) {
        await this.queue.limit(manager, chat.chatId, head.attemptId, now);
        return this.rest(manager, lease, now, wait);
      }
      if (!hasToken) return { kind: 'ready' };
      const posting = { chatId: chat.chatId, attemptId: head.attemptId, pairTat, isOutside: !open };
      await this.queue.beginPosting(manager, posting, now);
      return { kind: 'post', head: { ...head, begunAt } };
    });
  }

  private async obstacle(
    manager: EntityManager,
    chat: QueuedChat,
    head: QueueHead,
    isOpen: boolean,
  ): Promise<OwnFailure | undefined> {
    if (head.isDelivered) return 'CANCELLED';
    if (needsWindow(head.type)) return isOpen ? undefined : 'WINDOW_CLOSED';
    return this.gate.obstacle(manager, chat, head);
  }

  private async giveUp(
    manager: EntityManager,
    { chat, lease, head }: { chat: QueuedChat; lease: Lease; head: QueueHead },
    reason: OwnFailure,
    now: Date,
  ): Promise<NextStep> {
    const attempt = { ...chat, id: head.attemptId, messageId: head.messageId };
    await this.ending.fail(manager, attempt, ownFailure(reason), now);
    return this.rest(manager, lease, now);
  }

  /** What was scheduled becomes a message like any other when its time has come. */
  private async show(manager: EntityManager, chat: QueuedChat, messageId: number, now: Date): Promise<void> {
    if (!(await this.chats.showScheduled(manager, messageId, now))) return;
    await this.events.append(manager, [{ type: 'chat.updated', ...chat }], now);
  }

  private async rest(manager: EntityManager, lease: Lease, now: Date, notBefore = now): Promise<NextStep> {
    return { kind: (await this.queue.settle(manager, lease, now, notBefore)) ? 'again' : 'idle' };
  }
}
