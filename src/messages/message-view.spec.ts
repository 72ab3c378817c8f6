import { describe, expect, it } from '@jest/globals';
import { toHistoryMessage, toStatus } from './message-view.js';
import type { MessageRow } from './messages.repository.js';

const AT = new Date('2025-12-09T12:34:56.000Z');

/** An operator's text that nobody has taken yet. */
function aRow(given: Partial<MessageRow> = {}): MessageRow {
  return {
    id: 456,
    chatId: 123,
    direction: 'out',
    origin: 'operator',
    type: 'text',
    content: 'Здравствуйте!',
    details: {},
    wamid: null,
    timestamp: AT,
    status: 'pending',
    sentAt: null,
    deliveredAt: null,
    readAt: null,
    failedAt: null,
    error: null,
    caption: null,
    filename: null,
    sourceUrl: null,
    media: null,
    replyToWamid: null,
    replyToId: null,
    clientMessageId: null,
    isReadByOperator: true,
    senderId: 7,
    senderEmail: 'operator@example.com',
    attempts: 1,
    attemptState: 'posting',
    attemptAt: AT,
    nextAt: null,
    scheduledAt: null,
    seenAt: AT,
    reactions: [],
    editedAt: null,
    deletedAt: null,
    ...given,
  };
}

const FILE = {
  id: 9,
  state: 'available' as const,
  mimeType: 'image/jpeg',
  size: 100,
  filename: null,
  reason: null,
};
const sign = ({ id }: { id: number }) => ({
  mediaUrl: `https://api.example.com/media/${id}?sig=x`,
  thumbnailUrl: `https://api.example.com/media/${id}/thumbnail?sig=x`,
});

describe('toStatus', () => {
  it.each([
    ['received', false, false],
    ['pending', false, false],
    ['sent', false, false],
    ['delivered', true, false],
    ['read', true, true],
    ['failed', false, false],
  ] as const)('of %s: delivered %s, read %s', (status, delivered, read) => {
    expect(toStatus(aRow({ status }), 'en')).toMatchObject({ status, delivered, read });
  });

  it('has every key, null where nothing is known', () => {
    expect(toStatus(aRow(), 'en')).toEqual({
      id: 456,
      whatsappMessageId: null,
      status: 'pending',
      timestamp: '2025-12-09T12:34:56.000Z',
      delivered: false,
      read: false,
      sentAt: null,
      deliveredAt: null,
      readAt: null,
      failedAt: null,
      attempts: 1,
      nextAttemptAt: null,
      substate: 'queued',
      error: null,
    });
  });

  it('gives times in UTC with milliseconds', () => {
    const time = new Date('2025-12-09T12:35:00.007Z');
    const times = { sentAt: time, deliveredAt: time, readAt: time, failedAt: time };
    const iso = '2025-12-09T12:35:00.007Z';
    expect(toStatus(aRow({ status: 'read', ...times }), 'en')).toMatchObject({
      sentAt: iso,
      deliveredAt: iso,
      readAt: iso,
      failedAt: iso,
      substate: null,
    });
  });

  it('tells why it failed in the language asked for', () => {
    const error = { code: 131047, subcode: null, title: null, details: null, fbtraceId: null };
    const row = aRow({ status: 'failed', attemptState: 'refused', error });
    expect(toStatus(row, 'en').error?.title).toBe('24-hour window closed');
    expect(toStatus(row, 'ru').error?.title).toBe('24-часовое окно закрыто');
  });
});

describe('toHistoryMessage', () => {
  it('shows an outgoing text as the contract does', () => {
    const row = aRow({ wamid: 'wamid.HBgNNzk', status: 'read', attemptState: 'accepted', deliveredAt: AT, readAt: AT });
    expect(toHistoryMessage(row, 'ru', sign)).toMatchObject({
      id: 456,
      whatsappMessageId: 'wamid.HBgNNzk',
      content: 'Здравствуйте!',
      mediaUrl: null,
      type: 'text',
      fromMe: true,
      timestamp: '2025-12-09T12:34:56.000Z',
      status: 'read',
      delivered: true,
      read: true,
      isReadByOperator: true,
      senderUser: { id: 7, email: 'operator@example.com' },
    });
  });

  it('shows an inbound message as nobody’s of ours, neither delivered nor read', () => {
    const row = aRow({
      direction: 'in',
      origin: 'customer',
      status: 'received',
      senderId: null,
      senderEmail: null,
      attempts: 0,
      attemptState: null,
      attemptAt: null,
      isReadByOperator: false,
    });
    expect(toHistoryMessage(row, 'en', sign)).toMatchObject({
      fromMe: false,
      status: 'received',
      delivered: false,
      read: false,
      isReadByOperator: false,
      senderUser: null,
      substate: null,
    });
  });

  it('links a file and keeps the address it came from', () => {
    const row = aRow({ type: 'image', media: FILE, caption: 'Заказ', sourceUrl: 'https://example.com/photo.jpg' });
    expect(toHistoryMessage(row, 'en', sign)).toMatchObject({
      mediaUrl: 'https://api.example.com/media/9?sig=x',
      thumbnailUrl: 'https://api.example.com/media/9/thumbnail?sig=x',
      caption: 'Заказ',
      sourceUrl: 'https://example.com/photo.jpg',
    });
  });

  it('shows what the customer did to it', () => {
    const reactions = [{ emoji: '👍', from: 'customer' as const, at: '2025-12-09T12:35:00.000Z' }];
    expect(toHistoryMessage(aRow({ reactions, editedAt: AT }), 'en', sign)).toMatchObject({
      reactions,
      editedAt: '2025-12-09T12:34:56.000Z',
      deletedAt: null,
    });
  });

  it('has no file where the message was deleted', () => {
    expect(toHistoryMessage(aRow({ media: FILE, deletedAt: AT }), 'en', sign)).toMatchObject({
      mediaUrl: null,
      thumbnailUrl: null,
      editedAt: null,
      deletedAt: '2025-12-09T12:34:56.000Z',
    });
  });

  it('has no sender where the user is gone', () => {
    expect(toHistoryMessage(aRow({ senderId: null, senderEmail: null }), 'en', sign).senderUser).toBeNull();
  });
});
