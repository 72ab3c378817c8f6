import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { ChatsService, LockedChat } from '../../chats/chats.service.js';
import { customerLockNames, CustomersService, Person } from '../../chats/customers.service.js';
import { Clock } from '../../common/clock.js';
import { lockNames } from '../../database/advisory-locks.js';
import { EventsService } from '../../events/events.service.js';
import { ReceiptsService } from '../receipts.service.js';
import type { PlacedItem } from './inbound.repository.js';
import { StoreInbound } from './store-inbound.service.js';
import { InboundItem, inboundTimestamp, ReceiptItem } from '../domain/webhook-items.js';

/**
 * Applies what webhooks brought, many items at once, in the caller's transaction. Every writer keeps one lock order, so that none
 * waits in a circle: names, customers by id, chats by id, messages, attempts, counters, events.
 */
@Injectable()
export class ApplyItemsService {
  constructor(
    private readonly customers: CustomersService,
    private readonly chats: ChatsService,
    private readonly inboundStore: StoreInbound,
    private readonly receipts: ReceiptsService,
    private readonly events: EventsService,
    private readonly clock: Clock,
  ) {}

  async apply(
    manager: EntityManager,
    inbound: readonly InboundItem[],
    receipts: readonly ReceiptItem[],
  ): Promise<void> {
    const now = this.clock.now();
    const unrepeated = withoutRepeats(inbound);
    await this.lockUnknownNames(manager, unrepeated, receipts);
    // Behind the locks of the names: what another transaction was storing just now is stored by then.
    const fresh = await this.inboundStore.withoutStored(manager, unrepeated);
    const people = fresh.map(personOf);
    const attempts = await this.receipts.findAttempts(manager, receipts);
    const chatsOfReceipts = attempts.map(({ chatId }) => chatId);
    const { customerIds, events: merged } = await this.customers.identify(manager, people, chatsOfReceipts, now);
    const keys = fresh.map(({ channelId }, index) => ({ channelId, customerId: customerIds[index] ?? 0 }));
    const chats = await this.chats.lockOrCreate(manager, keys, chatsOfReceipts, now);
    const placed = fresh.map((item, index): PlacedItem => ({ chatId: chatOf(chats, keys[index]).id, inbound: item }));
    const events = [
      ...merged,
      ...(await this.inboundStore.store(manager, placed, chats, now)),
      ...(await this.receipts.apply(manager, receipts, attempts)),
    ];
    await this.events.append(manager, events, now);
  }

  private async lockUnknownNames(
    manager: EntityManager,
    inbound: readonly InboundItem[],
    receipts: readonly ReceiptItem[],
  ): Promise<void> {
    const people = inbound.map(personOf);
    const isKnown = people.length === 0 ? [] : await this.customers.areKnown(manager, people);
    const unknown = people.filter((_, index) => isKnown[index] !== true);
    await lockNames(manager, [...customerLockNames(unknown), ...(await this.receipts.lockNames(manager, receipts))]);
  }
}

/** The same message twice in one batch is one message; one statement could not insert it twice. */
function withoutRepeats(inbound: readonly InboundItem[]): InboundItem[] {
  return [...new Map(inbound.map((entry) => [`${entry.channelId}:${entry.item.wamid}`, entry])).values()];
}

function personOf(inbound: InboundItem): Person {
  const { from, became, profileName, username, wamid } = inbound.item;
  return { hints: from, became, profileName, username, at: inboundTimestamp(inbound), wamid };
}

function chatOf(chats: readonly LockedChat[], key: { channelId: number; customerId: number } | undefined): LockedChat {
  const chat = chats.find(({ channelId, customerId }) => channelId === key?.channelId && customerId === key.customerId);
  if (chat === undefined) throw new Error('a chat that was just made is missing');
  return chat;
}
