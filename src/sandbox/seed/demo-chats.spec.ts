import { describe, expect, it } from '@jest/globals';
import { toReferral } from '../../messages/domain/referral.js';
import { demoChats } from './demo-chats.js';
import { EXAMPLE_CHAT_ID, OPERATOR_ID } from './demo-people.js';
import { chatLabelRows, labelRows } from './label-rows.js';
import { chatRows, type ChatRows } from './seed-rows.js';

const NOW = new Date('2026-03-01T12:00:00.500Z');
const ALL = demoChats().map((chat) => chatRows(chat, NOW));

function rowsOf(chatId: number): ChatRows {
  const found = ALL.find(({ chat }) => chat.id === chatId);
  if (found === undefined) throw new Error(`no demo chat ${chatId}`);
  return found;
}

const EXAMPLE = rowsOf(EXAMPLE_CHAT_ID);
const MESSAGES = EXAMPLE.messages.map(({ message }) => message);

describe('the example chat', () => {
  it('holds 150 messages, the newest of them 458', () => {
    expect(MESSAGES).toHaveLength(150);
    expect(MESSAGES.map(({ id }) => id)).toEqual(Array.from({ length: 150 }, (_, index) => 309 + index));
    expect(EXAMPLE.chat).toMatchObject({ messageCount: 150, unreadCount: 0, lastMessageId: 458, readUpToId: 458 });
  });

  it('ends as the operator contract shows it', () => {
    expect(MESSAGES.slice(-3)).toMatchObject([
      {
        id: 456,
        content: 'Здравствуйте! Ваш заказ готов к выдаче.',
        direction: 'out',
        status: 'delivered',
        readAt: null,
      },
      { id: 457, content: 'Ваш заказ готов', direction: 'out', status: 'read', senderUserId: OPERATOR_ID },
      { id: 458, content: 'Спасибо!', type: 'text', direction: 'in', status: 'received', senderUserId: null },
    ]);
    const [first, second, third] = MESSAGES.slice(-3).map(({ timestamp }) => timestamp.getTime());
    expect([second! - first!, third! - second!]).toEqual([4_000, 300_000]);
  });

  it('goes forward in time, up to the first start', () => {
    const times = MESSAGES.map(({ timestamp }) => timestamp.getTime());
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(new Set(times).size).toBe(150);
    expect(times.at(-1)).toBeLessThan(NOW.getTime());
    expect(NOW.getTime() - times[0]!).toBeGreaterThan(7 * 24 * 3_600_000);
  });

  it('has every kind of message, each readable', () => {
    const inbound = MESSAGES.filter(({ direction }) => direction === 'in');
    expect(new Set(inbound.map(({ type }) => type))).toEqual(
      new Set(
        'text image document audio video sticker location contacts button interactive order unsupported'.split(' '),
      ),
    );
    expect(new Set(MESSAGES.map(({ status }) => status))).toEqual(
      new Set(['received', 'sent', 'delivered', 'read', 'failed']),
    );
    expect(MESSAGES.filter(({ content }) => content === '')).toEqual([]);
    expect(inbound.find(({ type }) => type === 'location')).toMatchObject({
      content: '📍 Дом, пр. Абая, 52, Алматы',
      details: { latitude: 43.238949, longitude: 76.889709 },
    });
    expect(inbound.find(({ type }) => type === 'unsupported')?.details).toMatchObject({ errors: [{ code: 131_051 }] });
  });

  it('answers with buttons to messages that are there', () => {
    const wamids = new Set(MESSAGES.map(({ wamid }) => wamid));
    const pressed = MESSAGES.filter(({ type }) => type === 'button' || type === 'interactive');
    expect(pressed.map(({ replyToWamid }) => wamids.has(replyToWamid))).toEqual([true, true, true]);
  });

  it('shows what the customer did to messages, each on its message and kept', () => {
    const changes = EXAMPLE.messages.flatMap(({ changes: rows }) => rows);
    expect(changes.map(({ kind }) => kind).sort()).toEqual(['edit', 'reaction', 'reaction', 'revoke']);
    const touched = changes.map(({ messageId }) => MESSAGES.find(({ id }) => id === messageId));
    expect(touched.map((message) => message?.wamid)).toEqual(changes.map(({ targetWamid }) => targetWamid));
    expect(MESSAGES.flatMap(({ reactions }) => reactions.map(({ emoji }) => emoji))).toEqual(['❤️', '👍']);
    expect(MESSAGES.filter(({ deletedAt }) => deletedAt !== null)).toMatchObject([
      { content: '[message deleted]', details: {}, original: { content: 'Ой, это не вам' } },
    ]);
    expect(MESSAGES.filter(({ editedAt }) => editedAt !== null)).toMatchObject([
      { content: 'ул. Достык, 5, офис 301', original: { content: 'ул. Достык, 5, офис 30' } },
    ]);
    expect(changes.every(({ occurredAt }) => occurredAt < NOW)).toBe(true);
  });

  it('never writes to a customer who has been silent for a day', () => {
    let lastInbound = -Infinity;
    for (const { direction, timestamp } of MESSAGES) {
      if (direction === 'in') lastInbound = timestamp.getTime();
      else expect(timestamp.getTime() - lastInbound).toBeLessThan(24 * 3_600_000);
    }
  });
});

describe('outgoing demo messages', () => {
  const drafts = ALL.flatMap(({ messages }) => messages).filter(({ message }) => message.origin === 'operator');

  it('stand on an attempt and on receipts that say the same', () => {
    for (const { message, attempt, receipts } of drafts) {
      const { id, wamid, sentAt, deliveredAt, readAt, failedAt } = message;
      expect(attempt).toMatchObject({ messageId: id, wamid, state: 'accepted', sentAt, deliveredAt, readAt, failedAt });
      expect(new Map(receipts.map(({ status, occurredAt }) => [status, occurredAt]))).toEqual(
        new Map(
          Object.entries({ sent: sentAt, delivered: deliveredAt, read: readAt, failed: failedAt }).flatMap(
            ([name, at]) => (at === null ? [] : [[name, at] as const]),
          ),
        ),
      );
      expect(receipts.every(({ attemptId, occurredAt }) => attemptId === attempt?.id && occurredAt < NOW)).toBe(true);
    }
  });

  it('tell why one failed, as Meta does', () => {
    const [failed] = drafts.filter(({ message }) => message.status === 'failed');
    const error = { code: 131_053, title: 'Media upload error' };
    expect(failed?.message).toMatchObject({ error, deliveredAt: null });
    expect(failed?.receipts.find(({ status }) => status === 'failed')).toMatchObject({
      code: 131_053,
      details: { error },
    });
  });
});

describe('the magic customers', () => {
  it('are named for what goes wrong', () => {
    const named = ALL.filter(({ customer }) => customer.name !== null);
    expect(named.map(({ chat, customer }) => [chat.id, customer.name])).toEqual([
      [201, 'Нет в WhatsApp (131026)'],
      [202, 'Дважды лимит (130429), затем доставка'],
      [203, 'Принято, но ответ потерян'],
      [204, 'Прочитано приходит раньше доставлено'],
      [205, 'Номер скрыт, есть только BSUID'],
      [206, 'Окно закрыто: писал 3 дня назад'],
      [207, 'Отвечает сразу'],
      [208, 'Не в сети: доставка через час'],
    ]);
  });

  it.each([201, 202, 203, 204, 205, 207, 208])('%s wrote within a day', (chatId) => {
    const { chat } = rowsOf(chatId);
    expect(chat).toMatchObject({ unreadCount: 1, messageCount: 1 });
    expect(NOW.getTime() - (chat.lastInboundAt?.getTime() ?? 0)).toBeLessThan(24 * 3_600_000);
  });

  it.each([206, 301])('%s did not', (chatId) => {
    const { chat } = rowsOf(chatId);
    expect(NOW.getTime() - (chat.lastInboundAt?.getTime() ?? Infinity)).toBeGreaterThan(24 * 3_600_000);
  });

  it('205 has no phone', () => {
    expect(rowsOf(205).identities.map(({ kind }) => kind)).toEqual(['bsuid']);
    expect(rowsOf(204).identities.map(({ kind }) => kind)).toEqual(['wa_id', 'bsuid']);
  });
});

describe('the customer who came from an advertisement', () => {
  const { chat, messages } = rowsOf(307);
  const lines = messages.map(({ message }) => message);

  it('is known by it, on the message and on the chat', () => {
    expect(toReferral(lines[0]?.details['referral'])).toMatchObject({
      sourceType: 'ad',
      headline: 'Букеты с доставкой за 2 часа',
      sourceUrl: 'https://www.instagram.com/p/C9demo307',
    });
    expect(chat).toMatchObject({ referral: lines[0]?.details['referral'], referralAt: lines[0]?.timestamp });
  });

  it('answers messages, calls, and is written to from the phone and by a template', () => {
    expect(lines.map(({ type, origin, content }) => [type, origin, content]).slice(3, 7)).toEqual([
      ['call', 'customer', 'Missed call'],
      ['text', 'phone_app', 'Жанна, видели ваш звонок, перезвоним через минуту'],
      ['call', 'customer', 'Call, 2 min'],
      ['template', 'operator', 'Здравствуйте, Жанна! Ваш заказ 12307 готов к выдаче.\n\nЕжедневно с 9:00 до 21:00'],
    ]);
    expect(lines[2]?.replyToWamid).toBe(lines[1]?.wamid);
    expect(lines[7]?.replyToWamid).toBe(lines[6]?.wamid);
    expect(messages[4]).toMatchObject({ attempt: undefined, receipts: [], message: { senderUserId: null } });
  });
});

describe('the files of demo messages', () => {
  it('are there for every kind that has one, and fit it', () => {
    const carried = ALL.flatMap(({ messages }) =>
      messages.flatMap(({ message, file }) =>
        ['image', 'document', 'video', 'audio', 'sticker'].includes(message.type) ? [[message.type, file]] : [],
      ),
    );
    expect(carried.filter(([, file]) => file === undefined)).toEqual([]);
    expect(Object.fromEntries(carried)).toEqual({
      image: 'photo.jpg',
      document: 'invoice.pdf',
      video: 'video.mp4',
      audio: 'voice.ogg',
      sticker: 'sticker.webp',
    });
  });
});

describe('ids of demo rows', () => {
  it('meet nowhere', () => {
    const ids = ALL.flatMap(({ messages }) => messages.map(({ message }) => message.id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(ALL.map(({ customer }) => customer.id)).size).toBe(ALL.length);
    expect(Math.max(...ids)).toBe(458);
  });
});

describe('the chats of other days', () => {
  const everyday = ALL.filter(({ chat }) => chat.id >= 302);

  it('are open and closed, both operators’ and nobody’s', () => {
    expect(new Set(everyday.map(({ chat }) => chat.status))).toEqual(new Set(['open', 'closed']));
    expect(new Set(everyday.map(({ chat }) => chat.assigneeId))).toEqual(new Set([OPERATOR_ID, 6, null]));
  });

  it('use ids of messages and customers nobody else has', () => {
    const messages = ALL.flatMap((rows) => rows.messages.map(({ message }) => message.id));
    expect(new Set(messages).size).toBe(messages.length);
    expect(new Set(ALL.map(({ customer }) => customer.id)).size).toBe(ALL.length);
  });

  it('and all others exist that carry a label', () => {
    const ids = ALL.map(({ chat }) => chat.id);
    expect(chatLabelRows().filter(({ chatId }) => !ids.includes(chatId))).toEqual([]);
    expect(new Set(chatLabelRows().map(({ labelId }) => labelId))).toEqual(new Set(labelRows(NOW).map(({ id }) => id)));
  });
});
