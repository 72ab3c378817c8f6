import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { ChatsService } from '../../chats/chats.service.js';
import { needsWindow } from '../../chats/domain/assert-window-open.js';
import { serviceWindow } from '../../chats/domain/service-window.js';
import { transaction } from '../../database/transaction.js';
import { EventsService } from '../../events/events.service.js';
import { ownFailure } from '../domain/message-error.js';
import { lookAgainAt, takeFromPair } from '../domain/pair-limit.js';
import { AttemptEnding } from './attempt-ending.service.js';
import { ChatQueueRepository, Lease, QueuedChat, QueueHead } from './chat-queue.repository.js';

/** An id of a file that dies within the hour is renewed now rather than refused later; `MediaService` keeps the same margin. */
const UPLOAD_MARGIN_MS = 60 * 60 * 1000;

/** What a worker does next with a chat it holds. */
export type NextStep = { kind: 'post' | 'upload'; head: QueueHead } | { kind: 'again' } | { kind: 'idle' };

/** Decides in one transaction, under the chat's lock, whether its oldest waiting message may leave now, and commits that it does. */
@Injectable()
export class NextPost {
  constructor(
    private readonly dataSource: DataSource,
    private readonly chats: ChatsService,
    private readonly queue: ChatQueueRepository,
    private readonly ending: AttemptEnding,
    private readonly events: EventsService,
  ) {}

  begin(chat: QueuedChat, owner: string, now: Date): Promise<NextStep> {
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
      const mayLeave = !needsWindow(head.type) || serviceWindow(facts, now).open;
      const obstacle = head.isDelivered ? 'CANCELLED' : mayLeave ? undefined : 'WINDOW_CLOSED';
      if (obstacle !== undefined) {
        const attempt = { ...chat, id: head.attemptId, messageId: head.messageId };
        await this.ending.fail(manager, attempt, ownFailure(obstacle), now);
        return this.rest(manager, lease, now);
      }
      if (head.needsUpload) return { kind: 'upload', head };
      const pairTat = takeFromPair(held.pairTat, now);
      if (pairTat === null) return this.rest(manager, lease, now, lookAgainAt(held.pairTat));
      await this.queue.beginPosting(manager, { chatId: chat.chatId, attemptId: head.attemptId, pairTat }, now);
      return { kind: 'post', head: { ...head, begunAt } };
    });
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
