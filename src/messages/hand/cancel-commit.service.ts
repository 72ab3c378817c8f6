import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ChatsService } from '../../chats/chats.service.js';
import { transaction } from '../../database/transaction.js';
import { ChatQueueRepository } from '../dispatch/chat-queue.repository.js';
import { HandOver } from '../dispatch/hand-over.service.js';
import { ownFailure } from '../domain/message-error.js';
import { Deed, DeedRecorder } from './deed-recorder.service.js';
import { HandRepository } from './hand.repository.js';

export interface MessagesToCancel extends Omit<Deed, 'action' | 'details' | 'now'> {
  /** Null for all that wait in the chat. */
  messageId: number | null;
  /** Asked under the chat's lock. */
  tellTime: () => Date;
}

/** The commit of a cancellation, under the lock under which the dispatcher begins to post: a message is cancelled or posted, never both. */
@Injectable()
export class CancelCommit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly chats: ChatsService,
    private readonly repository: HandRepository,
    private readonly queue: ChatQueueRepository,
    private readonly recorder: DeedRecorder,
    private readonly handOver: HandOver,
  ) {}

  /** Gives the number of messages that were still waiting and are cancelled now, at most `CANCEL_BATCH`. */
  async store({ messageId, tellTime, ...deed }: MessagesToCancel): Promise<number> {
    const { chatId } = deed.chat;
    const cancelled = await transaction(this.dataSource, async (manager) => {
      await this.chats.lock(manager, chatId);
      const now = tellTime();
      const where = { chatId, messageId };
      const attempts = await this.repository.cancelWaiting(manager, where, ownFailure('CANCELLED'), now);
      if (attempts.length === 0) return attempts;
      // What was cancelled may have been what the others waited behind.
      await this.queue.rouse(manager, chatId, now);
      await this.recorder.record(manager, { ...deed, action: 'message.cancelled', now }, attempts);
      return attempts;
    });
    if (cancelled.length > 0) this.handOver.announce(cancelled.map(({ messageId }) => messageId));
    return cancelled.length;
  }
}
