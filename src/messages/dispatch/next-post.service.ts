import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { ChatsService } from '../../chats/chats.service.js';
import { serviceWindow } from '../../chats/domain/service-window.js';
import { transaction } from '../../database/transaction.js';
import { ownFailure } from '../domain/message-error.js';
import { nextAllowedAt, takeFromPair } from '../domain/pair-limit.js';
import { AttemptEnding } from './attempt-ending.service.js';
import { ChatQueueRepository, QueuedChat, QueueHead } from './chat-queue.repository.js';

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
  ) {}

  begin(chat: QueuedChat, owner: string, now: Date): Promise<NextStep> {
    return transaction(this.dataSource, async (manager) => {
      const facts = await this.chats.lock(manager, chat.chatId);
      const held = await this.queue.hold(manager, chat.chatId, owner);
      if (facts === undefined || held === undefined) return { kind: 'idle' };
      // Nobody but us holds the chat, and we are not posting: who was has died.
      for (const attempt of await this.queue.interrupted(manager, chat.chatId)) {
        await this.ending.interrupt(manager, { ...chat, ...attempt }, now);
      }
      const head = await this.queue.head(manager, chat.chatId, new Date(now.getTime() + UPLOAD_MARGIN_MS));
      if (head === undefined || held.isPaused || (head.nextAt !== null && head.nextAt > now))
        return this.rest(manager, chat, owner, now);
      if (!serviceWindow(facts, now).open) {
        await this.ending.fail(
          manager,
          { ...chat, id: head.attemptId, messageId: head.messageId },
          ownFailure('WINDOW_CLOSED'),
          now,
        );
        return this.rest(manager, chat, owner, now);
      }
      if (head.needsUpload) return { kind: 'upload', head };
      const pairTat = takeFromPair(held.pairTat, now);
      if (pairTat === null) return this.rest(manager, chat, owner, now, nextAllowedAt(held.pairTat));
      await this.queue.beginPosting(manager, chat.chatId, head.attemptId, pairTat, now);
      return { kind: 'post', head };
    });
  }

  private async rest(
    manager: EntityManager,
    chat: QueuedChat,
    owner: string,
    now: Date,
    notBefore = now,
  ): Promise<NextStep> {
    return { kind: (await this.queue.settle(manager, chat.chatId, owner, now, notBefore)) ? 'again' : 'idle' };
  }
}
