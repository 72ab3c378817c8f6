import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import type { NewEvent } from '../events/event-types.js';
import type { ChatStatus } from './chat.entity.js';
import type { ReachFacts } from './domain/assert-reachable.js';
import { canSeeChat } from './domain/chat-access.js';
import { currentAlias } from './domain/current-alias.js';
import { PersonHints } from './domain/resolve-customers.js';

export interface ChatForSend extends ReachFacts {
  id: number;
  channelId: number;
  customerId: number;
  lastInboundAt: Date | null;
  windowClosedAt: Date | null;
  recipient: PersonHints;
}

export type SendFacts = Pick<ChatForSend, 'lastInboundAt' | 'windowClosedAt' | 'blockedAt' | 'mergedInto'>;

export interface ChatKey {
  channelId: number;
  customerId: number;
}

export interface LockedChat extends ChatKey {
  id: number;
  isNew: boolean;
}

/** What a batch adds to a chat. */
export interface ChatGrowth {
  chatId: number;
  messages: number;
  unread: number;
  newestId: number;
  newestAt: Date;
  /** The latest message of the customer in it, if there is one: it opens the window and the chat. */
  inboundAt: Date | null;
  /** The advertisement the latest of them came from, in Meta's own keys. */
  referral?: Record<string, unknown>;
  referralAt?: Date;
  /** An operator has written: the conversation goes on, also in a chat that was closed. */
  opens?: boolean;
  /** It is to leave later, and until then it is no last message. */
  isScheduled?: boolean;
}

/** Order in a chat is (timestamp, id). */
const IS_NEWER = `(growth."isScheduled" is not true
  and (last_message_at is null or (last_message_at, last_message_id) < (growth."newestAt", growth."newestId")))`;

const HAS_NEWER_REFERRAL = `(growth."referralAt" is not null
  and (chats.referral_at is null or chats.referral_at <= growth."referralAt"))`;

@Injectable()
export class ChatsService {
  constructor(private readonly dataSource: DataSource) {}

  /** What a send needs to know of a chat, or undefined where the user may not see it. */
  async findForSend(userId: number, chatId: number): Promise<ChatForSend | undefined> {
    const [row]: (Omit<ChatForSend, 'recipient'> & { waId: string | null; bsuid: string | null })[] =
      await this.dataSource.query(
        `select chat.id, chat.channel_id as "channelId", chat.customer_id as "customerId", chat.last_inbound_at as "lastInboundAt", chat.window_closed_at as "windowClosedAt",
         chat.blocked_at as "blockedAt", chat.merged_into as "mergedInto",
         ${currentAlias('chat.customer_id', 'wa_id')} as "waId", ${currentAlias('chat.customer_id', 'bsuid')} as "bsuid"
       from chats chat where chat.id = $2 and ${canSeeChat('chat', '$1')}`,
        [userId, chatId],
      );
    if (row === undefined) return undefined;
    const { waId, bsuid, ...chat } = row;
    return { ...chat, recipient: { ...(waId === null ? {} : { waId }), ...(bsuid === null ? {} : { bsuid }) } };
  }

  /** Locks a chat until the transaction ends and gives what decides whether anything may be sent in it, as it is then. */
  async lock(manager: EntityManager, chatId: number): Promise<SendFacts | undefined> {
    const [row]: SendFacts[] = await manager.query(
      `select last_inbound_at as "lastInboundAt", window_closed_at as "windowClosedAt", blocked_at as "blockedAt",
         merged_into as "mergedInto" from chats where id = $1 for update`,
      [chatId],
    );
    return row;
  }

  /**
   * Makes the chats that are missing, then locks them and `others` by id. The customers must be locked already. What was merged into
   * another chat is locked and not returned.
   */
  async lockOrCreate(
    manager: EntityManager,
    keys: readonly ChatKey[],
    others: readonly number[],
    now: Date,
  ): Promise<LockedChat[]> {
    const channelIds = keys.map(({ channelId }) => channelId);
    const customerIds = keys.map(({ customerId }) => customerId);
    const created: { id: number }[] = await manager.query(
      `insert into chats (channel_id, customer_id, created_at, updated_at)
       select distinct channel_id, customer_id, $3::timestamptz, $3::timestamptz
       from unnest($1::bigint[], $2::bigint[]) as wanted (channel_id, customer_id)
       order by channel_id, customer_id
       on conflict (channel_id, customer_id) where merged_into is null do nothing returning id`,
      [channelIds, customerIds, now],
    );
    const isNew = new Set(created.map(({ id }) => id));
    const rows: (ChatKey & { id: number; mergedInto: number | null })[] = await manager.query(
      `select id, channel_id as "channelId", customer_id as "customerId", merged_into as "mergedInto" from chats
       where id = any($3)
         or ((channel_id, customer_id) in (select * from unnest($1::bigint[], $2::bigint[])) and merged_into is null)
       order by id for update`,
      [channelIds, customerIds, others],
    );
    return rows.flatMap(({ mergedInto, ...row }) =>
      mergedInto === null ? [{ ...row, isNew: isNew.has(row.id) }] : [],
    );
  }

  /** Adds what a transaction brought to the counters of chats it has locked. */
  async grow(manager: EntityManager, growths: readonly ChatGrowth[], now: Date): Promise<void> {
    if (growths.length === 0) return;
    await manager.query(
      `update chats set
         message_count = message_count + growth.messages,
         unread_count = unread_count + growth.unread,
         last_message_id = case when ${IS_NEWER} then growth."newestId" else last_message_id end,
         last_message_at = case when ${IS_NEWER} then growth."newestAt" else last_message_at end,
         last_inbound_at = greatest(last_inbound_at, growth."inboundAt"),
         status = case when growth."inboundAt" is not null or growth.opens then 'open' else status end,
         referral = case when ${HAS_NEWER_REFERRAL} then growth.referral else chats.referral end,
         referral_at = case when ${HAS_NEWER_REFERRAL} then growth."referralAt" else chats.referral_at end,
         updated_at = $2
       from jsonb_to_recordset($1::jsonb) as growth
         ("chatId" bigint, messages integer, unread integer, "newestId" bigint, "newestAt" timestamptz, "inboundAt" timestamptz,
           opens boolean, "isScheduled" boolean, referral jsonb, "referralAt" timestamptz)
       where chats.id = growth."chatId"`,
      [JSON.stringify(growths), now],
    );
  }

  /** Makes a scheduled message that leaves now the last of its locked chat, unless a newer one stands there. Tells whether it did. */
  async showScheduled(manager: EntityManager, messageId: number, now: Date): Promise<boolean> {
    const [, count]: [unknown, number] = await manager.query(
      `update chats set last_message_id = message.id, last_message_at = message.timestamp, updated_at = $2
       from messages message where message.id = $1 and chats.id = message.chat_id and message.type <> 'reaction'
         and (last_message_at is null or (last_message_at, last_message_id) < (message.timestamp, message.id))`,
      [messageId, now],
    );
    return count > 0;
  }

  /** Marks the customer of a locked chat as blocked or not. Tells whether that changed anything. */
  async setBlocked(manager: EntityManager, chatId: number, isBlocked: boolean, now: Date): Promise<boolean> {
    const [, count]: [unknown, number] = await manager.query(
      `update chats set blocked_at = case when $2 then $3::timestamptz end, updated_at = $3
       where id = $1 and (blocked_at is not null) <> $2::boolean`,
      [chatId, isBlocked, now],
    );
    return count > 0;
  }

  /** Opens or closes a locked chat. */
  async setStatus(manager: EntityManager, chatId: number, status: ChatStatus, now: Date): Promise<void> {
    await manager.query('update chats set status = $2, updated_at = $3 where id = $1', [chatId, status, now]);
  }

  /**
   * The customers of these locked chats gave a sign of life that is no message: their windows are open from then on. Tells whose
   * window that moved.
   */
  async heardFrom(
    manager: EntityManager,
    heard: readonly { chatId: number; at: Date }[],
    now: Date,
  ): Promise<number[]> {
    if (heard.length === 0) return [];
    const [rows]: [{ id: number }[], number] = await manager.query(
      `update chats set last_inbound_at = heard.at, updated_at = $3
       from (select id, max(at) as at from unnest($1::bigint[], $2::timestamptz[]) as signs (id, at) group by id) as heard
       where chats.id = heard.id and (chats.last_inbound_at is null or chats.last_inbound_at < heard.at)
       returning chats.id`,
      [heard.map(({ chatId }) => chatId), heard.map(({ at }) => at), now],
    );
    return rows.map(({ id }) => id);
  }

  /**
   * Meta refused with 131047 at `at`: the window of a locked chat is closed unless the customer has written since. The event of that,
   * where its end was not announced yet.
   */
  async closeWindow(manager: EntityManager, chatId: number, at: Date): Promise<NewEvent[]> {
    await manager.query('update chats set window_closed_at = greatest(window_closed_at, $2) where id = $1', [
      chatId,
      at,
    ]);
    const [rows]: [{ channelId: number; expiresAt: Date }[], number] = await manager.query(
      `update chats set window_closed_told_for = last_inbound_at
       where id = $1 and last_inbound_at <= window_closed_at and (window_closed_told_for is null or window_closed_told_for < last_inbound_at)
       returning channel_id as "channelId", window_closed_at as "expiresAt"`,
      [chatId],
    );
    return rows.map(({ channelId, expiresAt }) => {
      return { type: 'chat.window.closed', channelId, chatId, data: { expiresAt: expiresAt.toISOString() } };
    });
  }
}
