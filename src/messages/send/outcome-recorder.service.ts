import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ChatsService } from '../../chats/chats.service.js';
import { lockNames } from '../../database/advisory-locks.js';
import { transaction } from '../../database/transaction.js';
import { EventsService } from '../../events/events.service.js';
import { WINDOW_CLOSED_CODE } from '../../waba-gateway/error-catalogue.js';
import type { SendOutcome } from '../../waba-gateway/graph.types.js';
import { failureOfGraphError, UNREACHED } from '../domain/message-error.js';
import { AttemptEnd, OutgoingRepository } from '../outgoing.repository.js';
import { ReceiptsRepository } from '../receipts.repository.js';
import { ReceiptsService, wamidLockName } from '../receipts.service.js';

export interface StartedAttempt {
  id: string;
  messageId: number;
  chatId: number;
  channelId: number;
}

/** The second commit of a send: how the attempt ended, what that makes of the message, and the events that tell of it. */
@Injectable()
export class OutcomeRecorder {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outgoing: OutgoingRepository,
    private readonly receiptRows: ReceiptsRepository,
    private readonly receipts: ReceiptsService,
    private readonly chats: ChatsService,
    private readonly events: EventsService,
  ) {}

  async record(attempt: StartedAttempt, outcome: SendOutcome, now: Date): Promise<void> {
    const end = toEnd(outcome);
    await transaction(this.dataSource, async (manager) => {
      // Before any row: a receipt that arrives in this moment either finds the wamid or is found parked.
      if (end.wamid !== null) await lockNames(manager, [wamidLockName(attempt.channelId, end.wamid)]);
      await this.chats.lock(manager, attempt.chatId);
      await this.outgoing.endAttempt(manager, attempt.id, end, now);
      if (end.wamid !== null) await this.receiptRows.claimParked(manager, [{ ...attempt, wamid: end.wamid }]);
      if (end.failure?.code === WINDOW_CLOSED_CODE) await this.chats.closeWindow(manager, attempt.chatId, now);
      await this.events.append(manager, await this.receipts.settle(manager, [attempt]), now);
    });
  }
}

function toEnd(outcome: SendOutcome): AttemptEnd {
  const nothing = { wamid: null, reason: null, httpStatus: null, failure: null };
  switch (outcome.kind) {
    case 'accepted':
      return { ...nothing, state: 'accepted', wamid: outcome.wamid, httpStatus: 200 };
    case 'refused':
      return {
        ...nothing,
        state: 'refused',
        httpStatus: outcome.httpStatus,
        failure: failureOfGraphError(outcome.error),
      };
    case 'unsent':
      return { ...nothing, state: 'refused', reason: outcome.reason, failure: UNREACHED };
    case 'uncertain':
      return { ...nothing, state: 'uncertain', reason: outcome.reason };
  }
}
