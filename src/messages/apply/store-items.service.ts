import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { LockedChat } from '../../chats/chats.service.js';
import type { NewEvent } from '../../events/event-types.js';
import type { EchoInbound, InboundItem } from '../domain/webhook-items.js';
import { StoreEchoes } from './store-echoes.service.js';
import { StoreInbound } from './store-inbound.service.js';

/** What either side wrote: customers, and staff on the phone of the number. */
export interface Written {
  inbound: readonly InboundItem[];
  echoes: readonly EchoInbound[];
}

@Injectable()
export class StoreItems {
  constructor(
    private readonly inbound: StoreInbound,
    private readonly echoes: StoreEchoes,
  ) {}

  /** Leaves out what is stored already, and repeats: the same message twice in one batch is one message. */
  async withoutStored(manager: EntityManager, written: Written): Promise<Written> {
    return {
      inbound: await this.inbound.withoutStored(manager, written.inbound),
      echoes: await this.echoes.withoutStored(manager, written.echoes),
    };
  }

  /** `chats` are all that are locked, `chatIds` those of the inbound items and then of the echoes. */
  async store(
    manager: EntityManager,
    { inbound, echoes }: Written,
    { chats, chatIds }: { chats: readonly LockedChat[]; chatIds: readonly number[] },
    now: Date,
  ): Promise<NewEvent[]> {
    const placed = inbound.map((item, index) => ({ chatId: chatIds[index] ?? 0, inbound: item }));
    const placedEchoes = echoes.map((item, index) => ({ chatId: chatIds[inbound.length + index] ?? 0, inbound: item }));
    const written = new Set(placed.map(({ chatId }) => chatId));
    // A chat is told of once, as made or as changed.
    const [ofCustomers, others] = [true, false].map((is) => chats.filter(({ id }) => written.has(id) === is));
    return [
      ...(await this.inbound.store(manager, placed, ofCustomers ?? [], now)),
      ...(await this.echoes.store(manager, placedEchoes, others ?? [], now)),
    ];
  }
}
