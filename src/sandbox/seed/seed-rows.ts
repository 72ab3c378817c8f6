import { Chat } from '../../chats/chat.entity.js';
import { CustomerIdentity } from '../../chats/customer-identity.entity.js';
import { Customer } from '../../chats/customer.entity.js';
import { serviceWindow } from '../../chats/domain/service-window.js';
import type { Message } from '../../messages/message.entity.js';
import { DemoChat, DemoCustomer } from './demo-chat.js';
import { MessageDraft, messageRows } from './message-rows.js';

export interface ChatRows {
  customer: Customer;
  identities: Omit<CustomerIdentity, 'id'>[];
  chat: Chat;
  messages: MessageDraft[];
}

/** A demo chat as it stands in the database, its counters added up from its messages. */
export function chatRows(demo: DemoChat, now: Date): ChatRows {
  const { id, channel, customer, firstMessageId, story } = demo;
  const address = customer.waId ?? customer.bsuid ?? '';
  const messages = messageRows({ chatId: id, channel, address, firstMessageId, story }, now);
  const chat = chatOf(demo, messages, now);
  return { customer: customerRow(customer, chat), identities: identitiesOf(customer, chat.createdAt), chat, messages };
}

function chatOf(demo: DemoChat, messages: readonly MessageDraft[], now: Date): Chat {
  const [first, last] = [messages[0]?.message, messages.at(-1)?.message];
  const inbound = messages.flatMap(({ message }) => (message.direction === 'in' ? [message] : []));
  const lastInboundAt = inbound.at(-1)?.timestamp ?? null;
  const toldFor = serviceWindow({ lastInboundAt, windowClosedAt: null }, now).open ? null : lastInboundAt;
  return {
    id: demo.id,
    channelId: demo.channel.id,
    customerId: demo.customer.id,
    status: demo.status ?? 'open',
    assigneeId: demo.assigneeId,
    messageCount: messages.length,
    unreadCount: demo.isRead ? 0 : inbound.length,
    lastMessageId: last?.id ?? null,
    lastMessageAt: last?.timestamp ?? null,
    readUpToId: demo.isRead ? (last?.id ?? 0) : 0,
    lastInboundAt,
    windowClosedAt: null,
    // What closed before the demo began is no news.
    windowClosingToldFor: toldFor,
    windowClosedToldFor: toldFor,
    ...referralOf(inbound),
    blockedAt: null,
    mergedInto: null,
    createdAt: first?.timestamp ?? now,
    updatedAt: last?.timestamp ?? now,
  };
}

/** The advertisement the customer wrote from last. */
function referralOf(inbound: readonly Message[]): Pick<Chat, 'referral' | 'referralAt'> {
  const message = inbound.findLast(({ details }) => typeof details['referral'] === 'object');
  const referral = message?.details['referral'];
  if (message === undefined || referral === undefined || referral === null) return { referral: null, referralAt: null };
  return { referral: Object(referral) as Record<string, unknown>, referralAt: message.timestamp };
}

function customerRow({ id, name, profileName, username }: DemoCustomer, { createdAt }: Chat): Customer {
  return { id, name, profileName, username, mergedInto: null, createdAt, updatedAt: createdAt };
}

function identitiesOf({ id, waId, bsuid }: DemoCustomer, createdAt: Date): Omit<CustomerIdentity, 'id'>[] {
  const kinds = { wa_id: waId, bsuid } as const;
  return (['wa_id', 'bsuid'] as const).flatMap((kind) => {
    const value = kinds[kind];
    const unmoved = { confirmedAt: createdAt, releasedAt: null, takenAt: null, formerCustomerId: null };
    return value === undefined ? [] : [{ customerId: id, kind, value, since: createdAt, ...unmoved }];
  });
}
