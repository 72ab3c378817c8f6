import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { NewEvent } from '../../events/event-types.js';
import type { TargetKey } from '../changes/message-changes.repository.js';
import { statusEvent } from '../domain/message-events.js';
import type { ReceiptItem } from '../domain/webhook-items.js';
import { PhoneMessagesRepository } from './phone-messages.repository.js';

/** Receipts of what staff wrote on the phone of a number. */
@Injectable()
export class PhoneReceipts {
  constructor(private readonly messages: PhoneMessagesRepository) {}

  /** The chats of the messages that receipts speak of: to be locked before those are settled. */
  async findChats(manager: EntityManager, receipts: readonly ReceiptItem[]): Promise<number[]> {
    if (receipts.length === 0) return [];
    return (await this.messages.find(manager, receipts.map(toKey))).map(({ chatId }) => chatId);
  }

  settleFor(manager: EntityManager, receipts: readonly ReceiptItem[]): Promise<NewEvent[]> {
    return this.settle(manager, receipts.map(toKey));
  }

  /** Works messages out anew from the receipts that are kept, and tells of every status that really changed. */
  async settle(manager: EntityManager, keys: readonly TargetKey[]): Promise<NewEvent[]> {
    const changes = keys.length === 0 ? [] : await this.messages.settle(manager, keys);
    return changes.flatMap(({ id, chatId, channelId, before, after }): NewEvent[] => {
      const type = statusEvent(before, after);
      return type === undefined ? [] : [{ type, channelId, chatId, messageId: id, data: { status: after } }];
    });
  }
}

function toKey({ channelId, item }: ReceiptItem): TargetKey {
  return { channelId, wamid: item.wamid };
}
