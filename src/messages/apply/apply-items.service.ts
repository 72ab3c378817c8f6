import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { ChatsService, LockedChat } from '../../chats/chats.service.js';
import { customerLockNames, CustomersService, Person } from '../../chats/customers.service.js';
import { Clock } from '../../common/clock.js';
import { lockNames } from '../../database/advisory-locks.js';
import { EventsService } from '../../events/events.service.js';
import { wamidLockName } from '../receipts.service.js';
import { ApplyReceipts } from './apply-receipts.service.js';
import { StoreItems } from './store-items.service.js';
import { bodyTimestamp, EchoInbound, InboundItem, ReceiptItem } from '../domain/webhook-items.js';

/**
 * Applies what webhooks brought, many items at once, in the caller's transaction. Every writer keeps one lock order, so that none
 * waits in a circle: names, customers by id, chats by id, messages, attempts, counters, events.
 */
@Injectable()
export class ApplyItemsService {
  constructor(
    private readonly customers: CustomersService,
    private readonly chats: ChatsService,
    private readonly stores: StoreItems,
    private readonly receipts: ApplyReceipts,
    private readonly events: EventsService,
    private readonly clock: Clock,
  ) {}

  async apply(
    manager: EntityManager,
    inbound: readonly InboundItem[],
    receipts: readonly ReceiptItem[],
    echoes: readonly EchoInbound[] = [],
  ): Promise<void> {
    const now = this.clock.now();
    const unrepeated = { inbound: withoutRepeats(inbound), echoes: withoutRepeats(echoes) };
    await this.lockUnknownNames(manager, [...unrepeated.inbound, ...unrepeated.echoes], receipts);
    // Behind the locks of the names: what another transaction was storing just now is stored by then.
    const fresh = await this.stores.withoutStored(manager, unrepeated);
    const written = [...fresh.inbound, ...fresh.echoes];
    const { attempts, chatIds: chatsOfReceipts } = await this.receipts.find(manager, receipts);
    const people = written.map(personOf);
    const { customerIds, events: merged } = await this.customers.identify(manager, people, chatsOfReceipts, now);
    const keys = written.map(({ channelId }, index) => ({ channelId, customerId: customerIds[index] ?? 0 }));
    const chats = await this.chats.lockOrCreate(manager, keys, chatsOfReceipts, now);
    const chatIds = keys.map((key) => chatOf(chats, key).id);
    const events = [
      ...merged,
      ...(await this.stores.store(manager, fresh, { chats, chatIds }, now)),
      ...(await this.receipts.apply(manager, receipts, attempts)),
    ];
    await this.events.append(manager, events, now);
  }

  private async lockUnknownNames(
    manager: EntityManager,
    inbound: readonly (InboundItem | EchoInbound)[],
    receipts: readonly ReceiptItem[],
  ): Promise<void> {
    const people = inbound.map(personOf);
    const isKnown = people.length === 0 ? [] : await this.customers.areKnown(manager, people);
    const unknown = people.filter((_, index) => isKnown[index] !== true);
    // Receipts of an echo may come before it, as those of a send before its answer.
    const echoes = inbound.flatMap(({ channelId, item }) =>
      item.kind === 'echo' ? [wamidLockName(channelId, item.wamid)] : [],
    );
    const names = await this.receipts.lockNames(manager, receipts);
    await lockNames(manager, [...customerLockNames(unknown), ...echoes, ...names]);
  }
}

/** The same message twice in one batch is one message; one statement could not insert it twice. */
function withoutRepeats<T extends InboundItem | EchoInbound>(inbound: readonly T[]): T[] {
  return [...new Map(inbound.map((entry) => [repeatKey(entry), entry])).values()];
}

/** The beginning of a call has the id of its line. */
function repeatKey({ channelId, item }: InboundItem | EchoInbound): string {
  const isSign = item.kind === 'message' && item.isSignOfLife === true;
  return `${channelId}:${item.wamid}${isSign ? ' sign' : ''}`;
}

function personOf(inbound: InboundItem | EchoInbound): Person {
  if (inbound.item.kind === 'echo') {
    return { hints: inbound.item.to, at: bodyTimestamp(inbound), wamid: inbound.item.wamid };
  }
  const { from, became, profileName, username, wamid } = inbound.item;
  return { hints: from, became, profileName, username, at: bodyTimestamp(inbound), wamid };
}

function chatOf(chats: readonly LockedChat[], key: { channelId: number; customerId: number }): LockedChat {
  const chat = chats.find(({ channelId, customerId }) => channelId === key.channelId && customerId === key.customerId);
  if (chat === undefined) throw new Error('a chat that was just made is missing');
  return chat;
}
