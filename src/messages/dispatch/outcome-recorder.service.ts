import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { ChatsService } from '../../chats/chats.service.js';
import { failpoint } from '../../common/failpoint.js';
import { randomFraction } from '../../common/random.js';
import { lockNames } from '../../database/advisory-locks.js';
import { transaction } from '../../database/transaction.js';
import { explainMetaError } from '../../waba-gateway/error-catalogue.js';
import type { SendOutcome } from '../../waba-gateway/graph.types.js';
import { failureOfGraphError, ownFailure } from '../domain/message-error.js';
import { tightenPair } from '../domain/pair-limit.js';
import { currentRun, nextTryAt } from '../domain/retry-schedule.js';
import { AttemptEnd, OutgoingRepository } from '../outgoing.repository.js';
import { wamidLockName } from '../receipts.service.js';
import { AttemptEnding, NO_END, OpenAttempt } from './attempt-ending.service.js';
import { ChatQueueRepository } from './chat-queue.repository.js';
import { NumberRate } from './number-rate.service.js';

/** What became of an attempt in the hands of a worker. */
export interface MadeTry {
  attempt: OpenAttempt;
  outcome: SendOutcome;
  /** False where it ended before its posting was committed: with its file. */
  wasBegun: boolean;
}

const LEASE_LOST = { isHeld: false, nextAt: null };

/** The second commit of a send: how the try ended, whether there is another, and what is left of the chat's work. */
@Injectable()
export class OutcomeRecorder {
  constructor(
    private readonly dataSource: DataSource,
    private readonly chats: ChatsService,
    private readonly queue: ChatQueueRepository,
    private readonly ending: AttemptEnding,
    private readonly outgoing: OutgoingRepository,
    private readonly rate: NumberRate,
  ) {}

  /**
   * Tells whether the caller still holds the chat and there is work for now. The outcome of what was begun is written either way; of
   * what was not only while the lease is held: whoever took the chat over may be posting that same attempt.
   */
  async record(owner: string, { attempt, outcome, wasBegun }: MadeTry, now: Date): Promise<boolean> {
    const end = toEnd(outcome);
    const { isHeld, nextAt } = await transaction(this.dataSource, async (manager) => {
      // Before any row: a receipt that arrives in this moment either finds the wamid or is found parked.
      if (end.wamid !== null) await lockNames(manager, [wamidLockName(attempt.channelId, end.wamid)]);
      await this.chats.lock(manager, attempt.chatId);
      if (!wasBegun && (await this.queue.hold(manager, attempt.chatId, owner)) === undefined) return LEASE_LOST;
      const nextAt = await this.retryAt(manager, attempt, outcome, now);
      await this.ending.end(manager, attempt, { end, now, nextAt });
      if (nextAt !== null && policyOf(outcome) === 'pair') {
        await this.queue.tightenPair(manager, attempt.chatId, tightenPair(null, nextAt));
      }
      failpoint('c1');
      // Who has lost the lease cannot settle the queue: whoever holds it looks again.
      if (nextAt !== null) await this.queue.rouse(manager, attempt.chatId, nextAt);
      return { isHeld: await this.queue.settle(manager, { chatId: attempt.chatId, owner }, now), nextAt };
    });
    failpoint('c2');
    if (nextAt !== null && policyOf(outcome) === 'throttle') {
      await this.rate.block(attempt.channelId, nextAt.getTime() - now.getTime());
    }
    return isHeld;
  }

  private async retryAt(
    manager: EntityManager,
    { messageId }: OpenAttempt,
    outcome: SendOutcome,
    now: Date,
  ): Promise<Date | null> {
    const policy = policyOf(outcome);
    if (policy === 'never') return null;
    const run = currentRun(await this.outgoing.findTries(manager, messageId));
    return nextTryAt({ policy, ...run, now, random: randomFraction() });
  }
}

function policyOf(outcome: SendOutcome): ReturnType<typeof explainMetaError>['retry'] {
  if (outcome.kind === 'unsent') return 'backoff';
  return outcome.kind === 'refused' ? explainMetaError(outcome.error.code, outcome.error.subcode).retry : 'never';
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
