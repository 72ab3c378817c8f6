import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { ChatGrowth, ChatsService, LockedChat } from '../../chats/chats.service.js';
import { NewEvent } from '../../events/event-types.js';
import type { EchoItem } from '../../waba-gateway/protocol/webhook.types.js';
import { MessageChangesService } from '../changes/message-changes.service.js';
import { bodyTimestamp, type EchoInbound } from '../domain/webhook-items.js';
import { InboundFiles } from './inbound-files.service.js';
import type { PlacedBody, StoredInbound } from './inbound.repository.js';
import { toChange } from './new-change.js';
import { PhoneReceipts } from './phone-receipts.service.js';
import { PhoneAppRepository } from './phone-app.repository.js';

/** Stores what staff wrote on the phone of a number: outgoing messages without an attempt, and what they did to other messages. */
@Injectable()
export class StoreEchoes {
  constructor(
    private readonly rows: PhoneAppRepository,
    private readonly chats: ChatsService,
    private readonly changes: MessageChangesService,
    private readonly receipts: PhoneReceipts,
    private readonly files: InboundFiles,
  ) {}

  withoutStored(manager: EntityManager, echoes: readonly EchoInbound[]): Promise<EchoInbound[]> {
    return this.rows.withoutStored(manager, echoes);
  }

  /** The names of the wamids and the chats must be locked. Gives the events of it all, in their order. */
  async store(
    manager: EntityManager,
    placed: readonly PlacedBody<EchoItem>[],
    chats: readonly LockedChat[],
    now: Date,
  ): Promise<NewEvent[]> {
    if (placed.length === 0) return [];
    const messages = placed.filter(({ inbound }) => inbound.item.change === undefined);
    const stored = await this.rows.insert(manager, messages, () => ({
      direction: 'out',
      status: 'sent',
      imported: false,
    }));
    await this.files.expect(manager, messages, stored);
    const changes = await this.changes.keep(manager, placed.flatMap(toChange('phone_app')));
    const places = new Map(messages.map((place) => [keyOf({ ...place.inbound, ...place.inbound.item }), place]));
    const lines = stored.flatMap((row) => {
      const place = places.get(keyOf(row));
      return place === undefined ? [] : [{ row, place }];
    });
    for (const line of lines) await this.chats.grow(manager, [growthOf(line)], now);
    const grown = new Set(lines.map(({ place }) => place.chatId));
    const targets = changes.map(({ channelId, targetWamid }) => ({ channelId, wamid: targetWamid }));
    return [
      ...chats.filter(({ isNew }) => isNew).map((chat) => chatEvent('chat.created', chat)),
      ...lines.map(sentEvent),
      ...(await this.receipts.settle(manager, stored)),
      ...(await this.changes.settle(manager, [...stored, ...targets])),
      ...chats.filter(({ id }) => grown.has(id)).map((chat) => chatEvent('chat.updated', chat)),
    ];
  }
}

interface Line {
  row: StoredInbound;
  place: PlacedBody<EchoItem>;
}

/** As an operator's message: the conversation goes on, and the customer has said nothing. */
function growthOf({ row, place }: Line): ChatGrowth {
  const newestAt = bodyTimestamp(place.inbound);
  return { chatId: place.chatId, messages: 1, unread: 0, newestId: row.id, newestAt, inboundAt: null, opens: true };
}

function sentEvent({ row, place }: Line): NewEvent {
  const { id: messageId, channelId } = row;
  return { type: 'message.sent', channelId, chatId: place.chatId, messageId, data: { status: 'sent' } };
}

function chatEvent(type: 'chat.created' | 'chat.updated', { id, channelId }: LockedChat): NewEvent {
  return { type, channelId, chatId: id };
}

function keyOf({ channelId, wamid }: { channelId: number; wamid: string }): string {
  return `${channelId}:${wamid}`;
}
