import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ChatsService } from '../../chats/chats.service.js';
import { assertReachable } from '../../chats/domain/assert-reachable.js';
import { assertWindowOpen, needsWindow } from '../../chats/domain/assert-window-open.js';
import { ApiError } from '../../common/errors/api-error.js';
import { transaction } from '../../database/transaction.js';
import { EnteredMessage, QueueEntry } from '../dispatch/queue-entry.service.js';
import { retryRefusal } from '../domain/hand-rules.js';
import { Deed, DeedRecorder } from './deed-recorder.service.js';
import { HandRepository } from './hand.repository.js';

export interface RetryToStore extends Omit<Deed, 'action' | 'now' | 'details'> {
  messageId: number;
  acceptDuplicate: boolean;
  /** Asked under the chat's lock. */
  tellTime: () => Date;
}

/** The commit of a retry: rules, one more attempt, the chat's queue, effects; under the chat's lock, so that of two retries one wins. */
@Injectable()
export class RetryCommit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly chats: ChatsService,
    private readonly repository: HandRepository,
    private readonly entry: QueueEntry,
    private readonly recorder: DeedRecorder,
  ) {}

  /** Throws 409 `MESSAGE_STATE`, `CHAT_MERGED`, `CUSTOMER_BLOCKED` or `WINDOW_CLOSED`. */
  store({ messageId, acceptDuplicate, tellTime, ...deed }: RetryToStore): Promise<EnteredMessage> {
    return transaction(this.dataSource, async (manager) => {
      const window = await this.chats.lock(manager, deed.chat.chatId);
      const facts = await this.repository.findRetryFacts(manager, messageId);
      if (window === undefined || facts === undefined) throw new ApiError('MESSAGE_NOT_FOUND');
      const now = tellTime();
      const refusal = retryRefusal(facts, acceptDuplicate, now);
      if (refusal !== undefined) throw refusal;
      assertReachable(window);
      if (needsWindow(facts.type)) assertWindowOpen(window, now);
      const entered = await this.entry.reenter(manager, deed.chat, messageId, now);
      const details = { acceptDuplicate };
      await this.recorder.record(manager, { ...deed, action: 'message.retried', details, now }, [
        { messageId, number: facts.attempts + 1 },
      ]);
      return entered;
    });
  }
}
