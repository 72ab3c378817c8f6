import type { EventTypeOf, PublicEventType } from '../events/event-types.js';
import { PUBLIC_EVENT_TYPES } from '../events/event-types.js';
import type { ChatDto } from '../desk/chats/chat.dto.js';
import type { HistoryMessageDto } from '../messages/message.dto.js';
import type { EventDto, EventData } from './event.dto.js';

const FROM_CUSTOMER: HistoryMessageDto = {
  id: 458,
  whatsappMessageId: 'wamid.HBgNNzk...',
  content: 'Спасибо!',
  mediaUrl: null,
  thumbnailUrl: null,
  media: null,
  type: 'text',
  fromMe: false,
  timestamp: '2025-12-09T12:40:00.000Z',
  status: 'received',
  delivered: false,
  read: false,
  isReadByOperator: false,
  senderUser: null,
  origin: 'customer',
  caption: null,
  filename: null,
  sourceUrl: null,
  replyTo: null,
  replyToId: null,
  referral: null,
  clientMessageId: null,
  scheduledAt: null,
  reactions: [],
  editedAt: null,
  deletedAt: null,
  details: {},
  sentAt: null,
  deliveredAt: null,
  readAt: null,
  failedAt: null,
  substate: null,
  error: null,
};

const PENDING: HistoryMessageDto = {
  ...FROM_CUSTOMER,
  id: 459,
  whatsappMessageId: null,
  content: 'Ваш заказ готов',
  fromMe: true,
  timestamp: '2025-12-09T12:41:00.000Z',
  status: 'pending',
  isReadByOperator: true,
  senderUser: { id: 5, email: 'operator@example.com' },
  origin: 'operator',
  clientMessageId: '5b1a3f0e-7c1d-4a55-9a0e-0d7a2f1f6f10',
  substate: 'queued',
};
const SENT: HistoryMessageDto = {
  ...PENDING,
  whatsappMessageId: 'wamid.HBgNODE...',
  status: 'sent',
  substate: null,
  sentAt: '2025-12-09T12:41:01.000Z',
};
const DELIVERED: HistoryMessageDto = {
  ...SENT,
  status: 'delivered',
  delivered: true,
  deliveredAt: '2025-12-09T12:41:02.000Z',
};
const READ: HistoryMessageDto = { ...DELIVERED, status: 'read', read: true, readAt: '2025-12-09T12:42:00.000Z' };
const FAILED: HistoryMessageDto = {
  ...PENDING,
  status: 'failed',
  substate: null,
  failedAt: '2025-12-09T12:41:01.000Z',
  error: {
    code: 'RECIPIENT',
    title: 'The customer cannot be reached on WhatsApp.',
    action: 'Ask the customer for another number.',
    provider: null,
  },
};

const CHAT: ChatDto = {
  id: 123,
  channel: { id: 1, name: 'Support' },
  customer: { id: 77, name: 'Айгуль', phone: '77011234567', bsuid: null, username: null },
  lastMessage: FROM_CUSTOMER,
  unreadCount: 1,
  window: { open: true, expiresAt: '2025-12-10T12:40:00.000Z', lastInboundAt: '2025-12-09T12:40:00.000Z' },
  assignee: { id: 5, email: 'operator@example.com' },
  labels: [],
  status: 'open',
  blocked: false,
  mergedInto: null,
  referral: null,
  lastActivityAt: '2025-12-09T12:40:00.000Z',
};

const HEALTH = {
  channelId: 1,
  quality: 'flagged',
  messagingLimit: 'TIER_2K',
  nameStatus: 'APPROVED',
  accountStatus: 'active',
};

/** One of each type; the compiler asks for it. */
const DATA: { [Type in PublicEventType]: EventData<Type> } = {
  'message.received': { message: FROM_CUSTOMER },
  'message.queued': { message: PENDING },
  'message.sent': { message: SENT },
  'message.delivered': { message: DELIVERED },
  'message.read': { message: READ },
  'message.failed': { message: FAILED },
  'message.reaction': {
    message: { ...READ, reactions: [{ emoji: '👍', from: 'customer', at: '2025-12-09T12:43:00.000Z' }] },
  },
  'message.updated': {
    message: { ...FROM_CUSTOMER, content: 'Спасибо большое!', editedAt: '2025-12-09T12:43:00.000Z' },
  },
  'chat.created': { chat: { ...CHAT, assignee: null } },
  'chat.updated': { chat: CHAT },
  'chat.assigned': { chat: { ...CHAT, assignee: { id: 6, email: 'operator2@example.com' } } },
  'chat.read': { chat: { ...CHAT, unreadCount: 0, lastMessage: { ...FROM_CUSTOMER, isReadByOperator: true } } },
  'chat.access_lost': {},
  'chat.window.closing': { chat: CHAT },
  'chat.window.closed': { chat: { ...CHAT, window: { ...CHAT.window, open: false } } },
  'template.status_changed': {
    channelId: 1,
    template: {
      id: 1,
      name: 'order_ready',
      language: 'ru',
      category: 'UTILITY',
      status: 'PAUSED',
      quality: 'RED',
      header: null,
      body: 'Здравствуйте, {{customer}}! Ваш заказ готов.',
      footer: null,
      buttons: [],
      cards: [],
      parameters: [{ where: 'body', name: 'customer', index: null, example: 'Айгуль' }],
      preview: 'Здравствуйте, Айгуль! Ваш заказ готов.',
    },
  },
  'channel.quality_changed': HEALTH,
  'channel.disconnected': { ...HEALTH, quality: null, accountStatus: 'disconnected' },
  'channel.paused': { channelId: 1, paused: true },
  'system.webhook_silent': { since: '2025-12-09T12:20:00.000Z' },
  'system.webhook_paused': {
    endpointId: 3,
    name: 'CRM',
    host: 'crm.example.com',
    reason: 'failing',
    failingSince: '2025-12-04T12:20:00.000Z',
  },
};

/** Every type once, as a reader of chat 123 gets it. */
export const EVENT_EXAMPLES: readonly EventDto[] = PUBLIC_EVENT_TYPES.map((type, index) => {
  const event = {
    id: Buffer.from(`742.${index + 1}`).toString('base64url'),
    type,
    version: 1,
    occurredAt: '2025-12-09T12:45:00.000Z',
    chatId: concernsChat(type) ? CHAT.id : null,
    data: DATA[type],
  };
  // The compiler holds each type to its data above; over the union it cannot.
  return event as EventDto;
});

function concernsChat(type: PublicEventType): type is EventTypeOf<'message' | 'chat' | 'nothing'> {
  return /^(message|chat)\./.test(type);
}
