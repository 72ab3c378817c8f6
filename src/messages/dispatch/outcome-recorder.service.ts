import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ChatsService } from '../../chats/chats.service.js';
import { failpoint } from '../../common/failpoint.js';
import { randomFraction } from '../../common/random.js';
import { lockNames } from '../../database/advisory-locks.js';
import { transaction } from '../../database/transaction.js';
import { explainMetaError } from '../../waba-gateway/error-catalogue.js';
import type { SendOutcome } from '../../waba-gateway/graph.types.js';
import { failureOfGraphError, ownFailure } from '../domain/message-error.js';
import { tightenPair } from '../domain/pair-limit.js';
import { nextTryAt } from '../domain/retry-schedule.js';
import { AttemptEnd } from '../outgoing.repository.js';
import { wamidLockName } from '../receipts.service.js';
import { AttemptEnding, NO_END, OpenAttempt } from './attempt-ending.service.js';
import { ChatQueueRepository } from './chat-queue.repository.js';
import { NumberRate } from './number-rate.service.js';

/** A try that was made, with what decides whether there is another. */
export interface MadeTry {
  attempt: OpenAttempt;
  number: number;
  writtenAt: Date;
}

/** The second commit of a send: how the try ended, whether there is another, and what is left of the chat's work. */
@Injectable()
export class OutcomeRecorder {
  constructor(
    private readonly dataSource: DataSource,
    private readonly chats: ChatsService,
    private readonly queue: ChatQueueRepository,
    private readonly ending: AttemptEnding,
    private readonly rate: NumberRate,
  ) {}

  /** Tells whether the caller still holds the chat and there is work for now. The outcome is written either way. */
  async record(owner: string, made: MadeTry, outcome: SendOutcome, now: Date): Promise<boolean> {
    const { attempt } = made;
    const end = toEnd(outcome);
    const nextAt = retryAt(made, outcome, now);
    const isHeld = await transaction(this.dataSource, async (manager) => {
      // Before any row: a receipt that arrives in this moment either finds the wamid or is found parked.
      if (end.wamid !== null) await lockNames(manager, [wamidLockName(attempt.channelId, end.wamid)]);
      await this.chats.lock(manager, attempt.chatId);
      await this.ending.end(manager, attempt, { end, now, nextAt });
      if (nextAt !== null && policyOf(outcome) === 'pair') {
        await this.queue.tightenPair(manager, attempt.chatId, tightenPair(null, nextAt));
      }
      failpoint('c1');
      // Who has lost the lease cannot settle the queue: whoever holds it looks again.
      if (nextAt !== null) await this.queue.rouse(manager, attempt.chatId, nextAt);
      return this.queue.settle(manager, { chatId: attempt.chatId, owner }, now);
    });
    failpoint('c2');
    if (nextAt !== null && policyOf(outcome) === 'throttle') {
      await this.rate.block(attempt.channelId, nextAt.getTime() - now.getTime());
    }
    return isHeld;
  }
}

function policyOf(outcome: SendOutcome): ReturnType<typeof explainMetaError>['retry'] {
  if (outcome.kind === 'unsent') return 'backoff';
  return outcome.kind === 'refused' ? explainMetaError(outcome.error.code, outcome.error.subcode).retry : 'never';
}

function retryAt({ number, writtenAt }: MadeTry, outcome: SendOutcome, now: Date): Date | null {
  return nextTryAt({ policy: policyOf(outcome), number, writtenAt, now, random: randomFraction() });
}

function toEnd(outcome: SendOutcome): AttemptEnd {
  switch (outcome.kind) {
    case 'accepted':
      return { ...NO_END, state: 'accepted', wamid: outcome.wamid, httpStatus: 200 };
    case 'refused':
      return {
        ...NO_END,
        state: 'refused',
        httpStatus: outcome.httpStatus,
        failure: failureOfGraphError(outcome.error),
      };
    case 'unsent':
      return { ...NO_END, state: 'refused', reason: outcome.reason, failure: ownFailure('UPSTREAM') };
    case 'uncertain':
      return { ...NO_END, state: 'uncertain', reason: outcome.reason };
    default:
      return outcome satisfies never;
  }
}
