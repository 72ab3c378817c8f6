import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { ChatsService } from '../../chats/chats.service.js';
import { OPTED_OUT_CODE } from '../../chats/domain/marketing.js';
import { lockNames } from '../../database/advisory-locks.js';
import { transaction } from '../../database/transaction.js';
import { EventsService } from '../../events/events.service.js';
import { WINDOW_CLOSED_CODE } from '../../waba-gateway/error-catalogue.js';
import { TargetKey } from '../changes/message-changes.repository.js';
import { MessageChangesService } from '../changes/message-changes.service.js';
import { StoredFailure } from '../domain/message-error.js';
import { AttemptEnd, OutgoingRepository } from '../outgoing.repository.js';
import { ReceiptsService, wamidLockName } from '../receipts.service.js';

/** An attempt that was begun, or is about to be given up. */
export interface OpenAttempt {
  id: string;
  messageId: number;
  chatId: number;
  channelId: number;
}

export interface Ending {
  end: AttemptEnd;
  now: Date;
  /** The message is tried again then, and stays pending. */
  nextAt?: Date | null;
}

export const NO_END = { wamid: null, reason: null, httpStatus: null, failure: null };

/** Writes how attempts end, what that makes of their messages, and the events that tell of it; in the caller's transaction, chat locked. */
@Injectable()
export class AttemptEnding {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outgoing: OutgoingRepository,
    private readonly receipts: ReceiptsService,
    private readonly changes: MessageChangesService,
    private readonly chats: ChatsService,
    private readonly events: EventsService,
  ) {}

  async end(manager: EntityManager, attempt: OpenAttempt, { end, now, nextAt = null }: Ending): Promise<void> {
    const state = await this.outgoing.endAttempt(manager, attempt.id, end, now);
    // Cancelled while its file was on the way to Meta: there is nothing left to end.
    if (state === undefined) return;
    const isClosed = end.failure?.code === WINDOW_CLOSED_CODE;
    const closed = isClosed ? await this.chats.closeWindow(manager, attempt.chatId, now) : [];
    if (nextAt !== null && state === 'refused') {
      const { messageId, id: after } = attempt;
      await this.outgoing.insertNextAttempt(manager, { id: randomUUID(), messageId, createdAt: now, nextAt, after });
    }
    const { wamid } = end;
    const settled = await (wamid === null
      ? this.receipts.settle(manager, [attempt])
      : this.receipts.settleNamed(manager, { ...attempt, wamid }));
    const optedOut = end.failure?.code === OPTED_OUT_CODE ? [{ chatId: attempt.chatId, at: now }] : [];
    const refused = await this.receipts.noteRefusals(manager, optedOut);
    await this.events.append(manager, [...settled, ...closed, ...refused], now);
  }

  /** Gives an attempt up that never left us. */
  fail(manager: EntityManager, attempt: OpenAttempt, failure: StoredFailure, now: Date): Promise<void> {
    return this.end(manager, attempt, { end: { ...NO_END, state: 'refused', failure }, now });
  }

  /** The worker that was posting it died: whether the customer has it, nobody knows. */
  interrupt(manager: EntityManager, attempt: OpenAttempt, now: Date): Promise<void> {
    return this.end(manager, attempt, { end: { ...NO_END, state: 'uncertain', reason: 'interrupted' }, now });
  }

  /** Gives up an uncertain attempt, unless something was heard of it meanwhile. */
  async giveUp(attempt: OpenAttempt, failure: StoredFailure, now: Date): Promise<void> {
    await transaction(this.dataSource, async (manager) => {
      await this.chats.lock(manager, attempt.chatId);
      if (!(await this.outgoing.giveUp(manager, attempt.id, failure, now))) return;
      await this.events.append(manager, await this.receipts.settleMessages(manager, [attempt]), now);
    });
  }

  /** Gives an attempt the receipts that were parked past it. */
  async rematch(attempt: OpenAttempt & { wamid: string }, now: Date): Promise<void> {
    await transaction(this.dataSource, async (manager) => {
      await lockNames(manager, [wamidLockName(attempt.channelId, attempt.wamid)]);
      await this.chats.lock(manager, attempt.chatId);
      await this.events.append(manager, await this.receipts.settleNamed(manager, attempt), now);
    });
  }

  /** Gives a message the reactions, edits and revokes that were parked past it. */
  async rematchChanges(target: TargetKey & { chatId: number }, now: Date): Promise<void> {
    await transaction(this.dataSource, async (manager) => {
      await this.chats.lock(manager, target.chatId);
      await this.events.append(manager, await this.changes.settle(manager, [target]), now);
    });
  }
}
