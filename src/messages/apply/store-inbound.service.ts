import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { ChatsService, LockedChat } from '../../chats/chats.service.js';
import { NewEvent } from '../../events/event-types.js';
import { NewChange, TargetKey } from '../changes/message-changes.repository.js';
import { MessageChangesService } from '../changes/message-changes.service.js';
import { ChatQueueRepository } from '../dispatch/chat-queue.repository.js';
import { InboundItem, inboundTimestamp } from '../domain/webhook-items.js';
import { growthOf } from './chat-growth.js';
import { InboundFiles } from './inbound-files.service.js';
import { toChange } from './new-change.js';
import { InboundRepository, PlacedItem, StoredInbound } from './inbound.repository.js';

/** Stores what customers sent: messages as lines of their chats, reactions, edits and revokes as changes of the messages they speak of. */
@Injectable()
export class StoreInbound {
  constructor(
    private readonly rows: InboundRepository,
    private readonly chats: ChatsService,
    private readonly changes: MessageChangesService,
    private readonly files: InboundFiles,
    private readonly queue: ChatQueueRepository,
  ) {}

  withoutStored(manager: EntityManager, inbound: readonly InboundItem[]): Promise<InboundItem[]> {
    return this.rows.withoutStored(manager, inbound);
  }

  /** The chats must be locked. Gives the events of it all, in their order. */
  async store(
    manager: EntityManager,
    placed: readonly PlacedItem[],
    chats: readonly LockedChat[],
    now: Date,
  ): Promise<NewEvent[]> {
    if (placed.length === 0) return [];
    const messages = placed.filter(({ inbound: { item } }) => item.change === undefined && item.isSignOfLife !== true);
    const stored = messages.length === 0 ? [] : await this.rows.insert(manager, messages);
    await this.files.expect(manager, messages, stored);
    const changes = await this.changes.keep(manager, placed.flatMap(toChange('customer')));
    const growths = growthOf(messages, stored);
    await this.chats.grow(manager, growths, now);
    const heard = await this.chats.heardFrom(manager, signsOfLife(placed, changes), now);
    const grown = new Set([...growths.map(({ chatId }) => chatId), ...heard]);
    if (grown.size > 0) await this.queue.rouseAll(manager, [...grown], now);
    return [
      ...chats.filter(({ isNew }) => isNew).map((chat) => chatEvent('chat.created', chat)),
      ...stored.map((row) => receivedEvent(row, messages)),
      ...(await this.changes.settle(manager, [...stored, ...changes.map(targetOf)])),
      ...chats.filter(({ id }) => grown.has(id)).map((chat) => chatEvent('chat.updated', chat)),
    ];
  }
}

/** Who reacts or calls is there, and WhatsApp counts it as a message of theirs; who edits or revokes says nothing new. */
function signsOfLife(placed: readonly PlacedItem[], changes: readonly NewChange[]): { chatId: number; at: Date }[] {
  const reactions = new Set(changes.flatMap(({ kind, wamid }) => (kind === 'reaction' ? [wamid] : [])));
  return placed
    .filter(({ inbound: { item } }) => item.isSignOfLife === true || reactions.has(item.wamid))
    .map(({ chatId, inbound }) => ({ chatId, at: inboundTimestamp(inbound) }));
}

function targetOf({ channelId, targetWamid }: NewChange): TargetKey {
  return { channelId, wamid: targetWamid };
}

function chatEvent(type: 'chat.created' | 'chat.updated', { id, channelId }: LockedChat): NewEvent {
  return { type, channelId, chatId: id };
}

function receivedEvent(row: StoredInbound, placed: readonly PlacedItem[]): NewEvent {
  const place = placed.find(({ inbound }) => inbound.channelId === row.channelId && inbound.item.wamid === row.wamid);
  if (place === undefined) throw new Error('a message that was just stored has no chat');
  return { type: 'message.received', channelId: row.channelId, chatId: place.chatId, messageId: row.id };
}
