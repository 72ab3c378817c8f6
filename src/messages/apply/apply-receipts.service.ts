import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { NewEvent } from '../../events/event-types.js';
import type { ReceiptItem } from '../domain/webhook-items.js';
import type { FoundAttempt } from '../receipts.repository.js';
import { ReceiptsService } from '../receipts.service.js';
import { PhoneReceipts } from './phone-receipts.service.js';

/** Receipts of both kinds of our messages: those we sent, by their attempts, and those of the phone, by their wamids. */
@Injectable()
export class ApplyReceipts {
  constructor(
    private readonly ours: ReceiptsService,
    private readonly phone: PhoneReceipts,
  ) {}

  /** What they speak of, with the chats that must be locked before they are applied. */
  async find(
    manager: EntityManager,
    receipts: readonly ReceiptItem[],
  ): Promise<{ attempts: FoundAttempt[]; chatIds: number[] }> {
    const attempts = await this.ours.findAttempts(manager, receipts);
    const chatIds = attempts.map(({ chatId }) => chatId);
    return { attempts, chatIds: [...chatIds, ...(await this.phone.findChats(manager, receipts))] };
  }

  lockNames(manager: EntityManager, receipts: readonly ReceiptItem[]): Promise<string[]> {
    return this.ours.lockNames(manager, receipts);
  }

  async apply(
    manager: EntityManager,
    receipts: readonly ReceiptItem[],
    attempts: readonly FoundAttempt[],
  ): Promise<NewEvent[]> {
    const events = await this.ours.apply(manager, receipts, attempts);
    return [...events, ...(await this.phone.settleFor(manager, receipts))];
  }
}
