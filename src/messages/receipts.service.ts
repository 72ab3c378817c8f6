import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { ChatsService } from '../chats/chats.service.js';
import { OPTED_OUT_CODE } from '../chats/domain/marketing.js';
import { MarketingService } from '../chats/marketing.service.js';
import { NewEvent } from '../events/event-types.js';
import { MessageChangesService } from './changes/message-changes.service.js';
import { SentReactions } from './changes/sent-reactions.service.js';
import { REACTION_TYPE } from './domain/sent-reaction.js';
import { WINDOW_CLOSED_CODE } from '../waba-gateway/error-catalogue.js';
import type { ReceiptItem } from './domain/webhook-items.js';
import { statusEvent } from './domain/message-events.js';
import { describeFailure } from './domain/message-error.js';
import { AttemptLookup, FoundAttempt, NamedAttempt, NewReceipt, ReceiptsRepository } from './receipts.repository.js';

/** The lock under which a receipt without its attempt and the answer that brings the wamid must not pass each other. */
export function wamidLockName(channelId: number, wamid: string): string {
  return `wamid:${channelId}:${wamid}`;
}

@Injectable()
export class ReceiptsService {
  constructor(
    private readonly repository: ReceiptsRepository,
    private readonly chats: ChatsService,
    private readonly marketing: MarketingService,
    private readonly changes: MessageChangesService,
    private readonly sentReactions: SentReactions,
  ) {}

  async findAttempts(manager: EntityManager, receipts: readonly ReceiptItem[]): Promise<FoundAttempt[]> {
    return receipts.length === 0 ? [] : this.repository.findAttempts(manager, receipts.map(toLookup));
  }

  /** Names to lock before any row: those of receipts whose attempt does not carry their wamid yet. */
  async lockNames(manager: EntityManager, receipts: readonly ReceiptItem[]): Promise<string[]> {
    const attempts = await this.findAttempts(manager, receipts);
    return receipts
      .filter((receipt) => (attemptOf(receipt, attempts)?.wamid ?? null) === null)
      .map(({ channelId, item }) => wamidLockName(channelId, item.wamid));
  }

  /** Keeps the receipts, parks those of unknown messages, and settles what they speak of. Chats must be locked. */
  async apply(
    manager: EntityManager,
    receipts: readonly ReceiptItem[],
    attempts: readonly FoundAttempt[],
  ): Promise<NewEvent[]> {
    if (receipts.length === 0) return [];
    await this.repository.save(
      manager,
      mergeRepeats(receipts.map((receipt) => toReceipt(receipt, attemptOf(receipt, attempts)))),
    );
    // A receipt that names us by uuid brings the wamid that others have waited for.
    const named = receipts.flatMap((receipt) => namedBy(receipt, attemptOf(receipt, attempts)));
    if (named.length > 0) await this.repository.claimParked(manager, named);
    const closed = await this.closeWindows(manager, receipts, attempts);
    const settled = await this.settle(manager, attempts);
    const optedOut = receipts.flatMap((receipt) => {
      const chatId = attemptOf(receipt, attempts)?.chatId;
      const isRefusal = receipt.item.errors.some(({ code }) => code === OPTED_OUT_CODE);
      return isRefusal && chatId !== undefined ? [{ chatId, at: occurredAt(receipt) }] : [];
    });
    return [
      ...settled,
      ...closed,
      ...(await this.changes.settle(manager, named)),
      ...(await this.noteRefusals(manager, optedOut)),
    ];
  }

  /** Keeps that customers of locked chats want no marketing messages, as WhatsApp said by refusing one. */
  noteRefusals(manager: EntityManager, refusals: readonly { chatId: number; at: Date }[]): Promise<NewEvent[]> {
    return this.marketing.noteRefusals(manager, refusals);
  }

  /** A send has got its wamid: gives it what waited for that, and works it out anew. Its name and its chat must be locked. */
  async settleNamed(
    manager: EntityManager,
    attempt: NamedAttempt & Pick<FoundAttempt, 'messageId'>,
  ): Promise<NewEvent[]> {
    await this.repository.claimParked(manager, [attempt]);
    return [...(await this.settle(manager, [attempt])), ...(await this.changes.settle(manager, [attempt]))];
  }

  /** Works out attempts and their messages anew, and tells of every status that really changed. */
  async settle(
    manager: EntityManager,
    attempts: readonly Pick<FoundAttempt, 'id' | 'messageId'>[],
  ): Promise<NewEvent[]> {
    if (attempts.length === 0) return [];
    await this.repository.settleAttempts(
      manager,
      attempts.map(({ id }) => id),
    );
    return this.settleMessages(manager, attempts);
  }

  /** The same where only the messages have to be worked out. */
  async settleMessages(
    manager: EntityManager,
    attempts: readonly Pick<FoundAttempt, 'messageId'>[],
  ): Promise<NewEvent[]> {
    const changes = await this.repository.settleMessages(
      manager,
      attempts.map(({ messageId }) => messageId),
    );
    const events = changes.flatMap(({ id, chatId, channelId, type: messageType, before, after }): NewEvent[] => {
      const type = statusEvent(before, after);
      // Of a reaction the message it stands on tells; only that it failed is news.
      const isSilent = messageType === REACTION_TYPE && type !== 'message.failed';
      return type === undefined || isSilent
        ? []
        : [{ type, channelId, chatId, messageId: id, data: { status: after } }];
    });
    const reactions = changes.filter(({ type }) => type === REACTION_TYPE).map(({ id }) => id);
    return reactions.length === 0 ? events : [...events, ...(await this.sentReactions.settle(manager, reactions))];
  }

  private async closeWindows(
    manager: EntityManager,
    receipts: readonly ReceiptItem[],
    attempts: readonly FoundAttempt[],
  ): Promise<NewEvent[]> {
    const events: NewEvent[] = [];
    for (const receipt of receipts) {
      if (!receipt.item.errors.some(({ code }) => code === WINDOW_CLOSED_CODE)) continue;
      const chatId = attemptOf(receipt, attempts)?.chatId;
      if (chatId !== undefined) events.push(...(await this.chats.closeWindow(manager, chatId, occurredAt(receipt))));
    }
    return events;
  }
}

function toLookup({ channelId, item }: ReceiptItem): AttemptLookup {
  return { channelId, wamid: item.wamid, attemptId: item.attemptId ?? null };
}

/** Our uuid goes before the wamid; a uuid of another channel is none of ours. */
function attemptOf({ channelId, item }: ReceiptItem, attempts: readonly FoundAttempt[]): FoundAttempt | undefined {
  const own = attempts.filter((attempt) => attempt.channelId === channelId);
  return own.find(({ id }) => id === item.attemptId) ?? own.find(({ wamid }) => wamid === item.wamid);
}

function namedBy({ channelId, item }: ReceiptItem, attempt: FoundAttempt | undefined): NamedAttempt[] {
  return attempt === undefined || attempt.wamid !== null ? [] : [{ id: attempt.id, channelId, wamid: item.wamid }];
}

function occurredAt({ item, receivedAt }: ReceiptItem): Date {
  return item.timestamp ?? receivedAt;
}

function toReceipt(receipt: ReceiptItem, attempt: FoundAttempt | undefined): NewReceipt {
  const { channelId, item, receivedAt } = receipt;
  const [failure] = item.errors;
  return {
    channelId,
    wamid: item.wamid,
    status: item.status,
    attemptId: attempt?.id ?? null,
    occurredAt: occurredAt(receipt),
    code: failure?.code ?? null,
    details: {
      ...item.details,
      ...(item.errors.length === 0 ? {} : { errors: item.errors }),
      ...(item.status === 'failed' ? { error: describeFailure(failure) } : {}),
    },
    receivedAt,
  };
}

/** One statement cannot write a row twice: of equal receipts in a batch the one that counts is kept. */
function mergeRepeats(receipts: readonly NewReceipt[]): NewReceipt[] {
  const kept = new Map<string, NewReceipt>();
  for (const receipt of receipts) {
    const key = `${receipt.channelId}:${receipt.status}:${receipt.wamid}`;
    const other = kept.get(key);
    if (other === undefined || isEarlier(receipt, other)) kept.set(key, receipt);
  }
  return [...kept.values()];
}

function isEarlier(a: NewReceipt, b: NewReceipt): boolean {
  return +a.occurredAt === +b.occurredAt ? (a.code ?? 0) < (b.code ?? 0) : a.occurredAt < b.occurredAt;
}
