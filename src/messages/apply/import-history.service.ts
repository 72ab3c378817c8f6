import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { ChatGrowth, ChatsService, LockedChat } from '../../chats/chats.service.js';
import { customerLockNames, CustomersService, Person } from '../../chats/customers.service.js';
import { Clock } from '../../common/clock.js';
import { lockNames } from '../../database/advisory-locks.js';
import { transaction } from '../../database/transaction.js';
import type { MessageBody } from '../../waba-gateway/protocol/webhook.types.js';
import { bodyTimestamp, type HistoryInbound } from '../domain/webhook-items.js';
import type { PlacedBody, StoredInbound } from './inbound.repository.js';
import { PhoneAppRepository, PhoneAppRow } from './phone-app.repository.js';

/** A sync brings thousands of messages in a body; locks of so many are held only for moments. */
const BATCH = 200;

/**
 * Takes over what was written before the number came to us. It counts as read, opens no chat and no window, and nobody is told: it is
 * not happening now. Reactions, edits and revokes of that time are not taken over.
 */
@Injectable()
export class ImportHistoryService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly customers: CustomersService,
    private readonly chats: ChatsService,
    private readonly rows: PhoneAppRepository,
    private readonly clock: Clock,
  ) {}

  /** In transactions of its own; done twice, or in any order of its chunks, it changes nothing more. */
  async import(items: readonly HistoryInbound[]): Promise<void> {
    const messages = items.filter(({ item }) => item.change === undefined);
    for (let from = 0; from < messages.length; from += BATCH) {
      const batch = withoutRepeats(messages.slice(from, from + BATCH));
      await transaction(this.dataSource, (manager) => this.importBatch(manager, batch));
    }
  }

  private async importBatch(manager: EntityManager, items: readonly HistoryInbound[]): Promise<void> {
    const now = this.clock.now();
    const people = items.map((entry): Person => ({ hints: entry.item.person, at: bodyTimestamp(entry) }));
    const isKnown = await this.customers.areKnown(manager, people);
    await lockNames(manager, customerLockNames(people.filter((_, index) => isKnown[index] !== true)));
    const customerIds = await this.customers.resolve(manager, people, now);
    const keys = items.map(({ channelId }, index) => ({ channelId, customerId: customerIds[index] ?? 0 }));
    const chats = await this.chats.lockOrCreate(manager, keys, [], now);
    const placed = items.flatMap((inbound, index): PlacedBody<HistoryInbound['item']>[] => {
      const chat = chats.find(
        (one) => one.channelId === inbound.channelId && one.customerId === keys[index]?.customerId,
      );
      return chat === undefined ? [] : [{ chatId: chat.id, inbound }];
    });
    const ofMessage = new Map<MessageBody, PhoneAppRow>(items.map(({ item }) => [item, rowOf(item)]));
    const stored = await this.rows.insert(manager, placed, (item) => ofMessage.get(item) ?? IN);
    await this.rows.fillPlaceholders(manager, placed);
    await this.chats.grow(manager, growthsOf(placed, stored), now);
    await this.closeNew(manager, chats, now);
  }

  /** Old conversations are nobody's work: the next message of the customer opens them. */
  private async closeNew(manager: EntityManager, chats: readonly LockedChat[], now: Date): Promise<void> {
    for (const { id, isNew } of chats) if (isNew) await this.chats.setStatus(manager, id, 'closed', now);
  }
}

const IN: PhoneAppRow = { direction: 'in', status: 'received', imported: true };

function rowOf({ fromMe, status }: HistoryInbound['item']): PhoneAppRow {
  return fromMe ? { direction: 'out', status, imported: true } : IN;
}

function withoutRepeats(items: readonly HistoryInbound[]): HistoryInbound[] {
  const newest = new Map<string, HistoryInbound>();
  for (const entry of items) {
    const key = `${entry.channelId}:${entry.item.wamid}`;
    // The file rather than the place that was kept for it.
    if (newest.get(key) === undefined || entry.item.type !== 'media_placeholder') newest.set(key, entry);
  }
  return [...newest.values()];
}

function growthsOf(
  placed: readonly PlacedBody<HistoryInbound['item']>[],
  stored: readonly StoredInbound[],
): ChatGrowth[] {
  const ids = new Map(stored.map(({ id, channelId, wamid }) => [`${channelId}:${wamid}`, id]));
  const growths = new Map<number, ChatGrowth>();
  for (const { chatId, inbound } of placed) {
    const id = ids.get(`${inbound.channelId}:${inbound.item.wamid}`);
    if (id === undefined) continue;
    const at = bodyTimestamp(inbound);
    const sum = growths.get(chatId);
    const isNewest = sum === undefined || at > sum.newestAt || (+at === +sum.newestAt && id > sum.newestId);
    growths.set(chatId, {
      chatId,
      messages: (sum?.messages ?? 0) + 1,
      unread: 0,
      newestId: isNewest ? id : sum.newestId,
      newestAt: isNewest ? at : sum.newestAt,
      inboundAt: null,
    });
  }
  return [...growths.values()];
}
