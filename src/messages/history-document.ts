import type { HistoryMessageDto, MessageHistoryDto } from './message.dto.js';

/** What the two messages of the contract have in common. */
const PLAIN = {
  whatsappMessageId: 'wamid.HBgNNzk...',
  mediaUrl: null,
  thumbnailUrl: null,
  media: null,
  type: 'text',
  isReadByOperator: true,
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
  failedAt: null,
  substate: null,
  error: null,
} satisfies Partial<HistoryMessageDto>;

const PAGE: MessageHistoryDto = {
  messages: [
    {
      ...PLAIN,
      id: 458,
      content: 'Спасибо!',
      fromMe: false,
      timestamp: '2025-12-09T12:40:00.000Z',
      status: 'received',
      delivered: false,
      read: false,
      senderUser: null,
      origin: 'customer',
      sentAt: null,
      deliveredAt: null,
      readAt: null,
    },
    {
      ...PLAIN,
      id: 457,
      content: 'Ваш заказ готов',
      fromMe: true,
      timestamp: '2025-12-09T12:35:00.000Z',
      status: 'read',
      delivered: true,
      read: true,
      senderUser: { id: 5, email: 'operator@example.com' },
      origin: 'operator',
      sentAt: '2025-12-09T12:35:01.000Z',
      deliveredAt: '2025-12-09T12:35:02.000Z',
      readAt: '2025-12-09T12:36:00.000Z',
    },
  ],
  total: 150,
  limit: 20,
  offset: 0,
};

/** The contract's own page, with what we add to it. */
export const HISTORY_EXAMPLES = { page: { summary: 'An answer and a message', value: PAGE } };
