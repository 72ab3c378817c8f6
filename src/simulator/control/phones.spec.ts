import { afterEach, beforeEach, describe, it, expect } from '@jest/globals';
import { PHOTO_JPEG } from '../files/photo-jpeg.js';
import type { PhoneMessage } from '../phones/phone-message.js';
import { Answer, Harness, PNID, startHarness } from '../testing/simulator-harness.js';

const AIGUL = '+77011234567';
const OFFLINE = '+77010000208';

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

async function phone(address = AIGUL): Promise<{ messages: PhoneMessage[]; isTyping: boolean }> {
  const { body } = await harness.call('GET', `/control/conversation?phone=${encodeURIComponent(address)}`);
  return body as unknown as { messages: PhoneMessage[]; isTyping: boolean };
}

/** Receipts and arrivals wait for their turn behind the answer. */
async function send(body: Record<string, unknown>, receipts: number): Promise<string> {
  const before = harness.receiver.received.length;
  const answer = await harness.send({ to: AIGUL, ...body });
  await harness.receiver.until(before + receipts);
  return (answer.body['messages'] as { id: string }[])[0]?.id ?? '';
}

function text(body: string, rest: object = {}): Record<string, unknown> {
  return { type: 'text', text: { body }, ...rest };
}

async function writes(body: object): Promise<string> {
  return String((await harness.call('POST', '/control/inbound', { from: AIGUL, ...body })).body['wamid']);
}

function change(body: object): Promise<Answer> {
  return harness.call('PATCH', '/control/customers', body);
}

describe('GET /control/conversation', () => {
  it('shows both sides, with what answers what', async () => {
    const asked = await writes({ text: 'Здравствуйте!' });
    const answered = await send(text('Добрый день', { context: { message_id: asked } }), 3);
    const { messages } = await phone();
    expect(messages).toMatchObject([
      { wamid: asked, fromMe: true, type: 'text', text: 'Здравствуйте!', ticks: 'delivered', replyTo: null },
      {
        wamid: answered,
        fromMe: false,
        text: 'Добрый день',
        ticks: null,
        replyTo: asked,
        quote: 'Здравствуйте!',
        file: null,
        reactions: [],
      },
    ]);
    expect(messages[0]?.at).toBe('2025-12-09T12:34:56.000Z');
  });

  it('has one tick where the business did not take the message, and two blue ones once it was read there', async () => {
    harness.receiver.answers.push(503);
    const first = await writes({ text: 'a' });
    expect((await phone()).messages[0]?.ticks).toBe('sent');
    const second = await writes({ text: 'b' });
    const third = await writes({ text: 'c' });
    const mark = { messaging_product: 'whatsapp', status: 'read', message_id: second };
    await harness.call('POST', `/v25.0/${PNID}/messages`, mark);
    expect((await phone()).messages.map(({ wamid, ticks }) => [wamid, ticks])).toEqual([
      [first, 'read'],
      [second, 'read'],
      [third, 'delivered'],
    ]);
  });

  it('shows that somebody types, until a message is there or 25 seconds are over', async () => {
    const asked = await writes({ text: 'a' });
    const typing = {
      messaging_product: 'whatsapp',
      status: 'read',
      message_id: asked,
      typing_indicator: { type: 'text' },
    };
    const startTyping = (): Promise<Answer> => harness.call('POST', `/v25.0/${PNID}/messages`, typing);
    await startTyping();
    expect((await phone()).isTyping).toBe(true);
    await send(text('b'), 3);
    expect((await phone()).isTyping).toBe(false);
    await startTyping();
    await harness.call('POST', '/control/clock', { advanceSeconds: 25 });
    expect((await phone()).isTyping).toBe(false);
  });

  it('applies reactions, edits and revokes to the messages they are about', async () => {
    const mine = await writes({ text: 'a' });
    const theirs = await send(text('b'), 3);
    await writes({ type: 'reaction', reaction: { message_id: theirs, emoji: '👍' } });
    await writes({ type: 'reaction', reaction: { message_id: theirs, emoji: '❤️' } });
    await send({ type: 'reaction', reaction: { message_id: mine, emoji: '🙏' } }, 3);
    await writes({ type: 'edit', edit: { original_message_id: mine, message: text('a2') } });
    expect((await phone()).messages).toMatchObject([
      { wamid: mine, text: 'a2', isEdited: true, reactions: [{ fromMe: false, emoji: '🙏' }] },
      { wamid: theirs, text: 'b', isEdited: false, reactions: [{ fromMe: true, emoji: '❤️' }] },
    ]);
    await writes({ type: 'reaction', reaction: { message_id: theirs, emoji: '' } });
    await writes({ type: 'revoke', revoke: { original_message_id: mine } });
    expect((await phone()).messages).toMatchObject([{ text: '', isDeleted: true }, { reactions: [] }]);
  });

  it('shows templates as the customer reads them', async () => {
    const parameters = [
      { type: 'text', parameter_name: 'customer', text: 'Айгуль' },
      { type: 'text', parameter_name: 'order', text: '<b>7</b>' },
    ];
    const template = { name: 'order_ready', language: { code: 'ru' }, components: [{ type: 'body', parameters }] };
    await send({ type: 'template', template }, 3);
    expect((await phone()).messages).toMatchObject([
      {
        text: 'Здравствуйте, Айгуль! Ваш заказ <b>7</b> готов к выдаче.\nЕжедневно с 9:00 до 21:00',
        buttons: ['Заберу сегодня', 'Позже'],
      },
    ]);
  });

  it('shows nothing that never reached the phone', async () => {
    await harness.call('PUT', '/control/faults', { fail: { code: 131049 } });
    await send(text('a'), 2);
    await send({ ...text('b'), to: '+77010000206' }, 1);
    expect((await phone()).messages).toEqual([]);
    expect((await phone('+77010000206')).messages).toEqual([]);
  });

  it('keeps the last 200', async () => {
    for (let i = 0; i < 202; i++) await writes({ text: String(i) });
    const { messages } = await phone();
    expect([messages.length, messages[0]?.text, messages.at(-1)?.text]).toEqual([200, '2', '201']);
  }, 20_000);

  it('wants somebody', async () => {
    expect((await harness.call('GET', '/control/conversation?phone=nobody')).status).toBe(400);
    expect((await harness.call('GET', '/control/conversation')).status).toBe(400);
  });
});

describe('PATCH /control/customers', () => {
  it('keeps messages from a phone that is off, for as long as it is', async () => {
    expect((await change({ phone: AIGUL, isOnline: false })).body).toMatchObject({ address: AIGUL, isOnline: false });
    await send(text('a'), 1);
    await harness.call('POST', '/control/clock', { advanceSeconds: 48 * 3600 });
    expect([harness.receiver.summary(), (await phone()).messages]).toEqual([['sent'], []]);
    expect((await change({ phone: AIGUL, isOnline: true })).body).toMatchObject({ isOnline: true });
    await harness.receiver.until(3);
    expect(harness.receiver.summary()).toEqual(['sent', 'delivered', 'read']);
    expect((await phone()).messages).toMatchObject([{ text: 'a' }]);
  });

  it('keeps the one on who goes offline', async () => {
    await send({ ...text('b'), to: OFFLINE }, 1);
    expect((await change({ phone: OFFLINE, isOnline: true })).body).toMatchObject({ isOnline: true });
    await harness.receiver.until(3);
    await send({ ...text('c'), to: OFFLINE }, 3);
    expect((await phone(OFFLINE)).messages).toMatchObject([{ text: 'b' }, { text: 'c' }]);
  });

  it('lets customers answer by themselves, or not', async () => {
    await change({ phone: AIGUL, answers: true });
    await send(text('a'), 4);
    expect(harness.receiver.summary()).toEqual(['sent', 'delivered', 'read', 'text']);
    expect((await phone()).messages).toMatchObject([{ fromMe: false }, { fromMe: true, text: 'Спасибо!' }]);
    expect((await change({ phone: AIGUL, answers: false })).body).toMatchObject({ answers: false });
    expect((await change({ phone: 'x' })).status).toBe(400);
  });

  it('is seen in the list, strangers behind the demo', async () => {
    await change({ phone: '+77019998877', isOnline: false });
    const customers = (await harness.call('GET', '/control/customers')).body['customers'] as object[];
    expect(customers[0]).toEqual({
      address: AIGUL,
      name: 'Айгуль',
      fate: null,
      chatId: 123,
      isOnline: true,
      answers: false,
    });
    expect(customers).toMatchObject([
      ...Array.from({ length: 9 }, () => ({})),
      { address: '+77019998877', name: 'Клиент 8877', fate: null, chatId: null, isOnline: false },
    ]);
    expect(customers).toContainEqual(expect.objectContaining({ address: OFFLINE, isOnline: false, chatId: 208 }));
    expect(customers).toContainEqual(
      expect.objectContaining({ address: 'KZ.1349120865530274205', fate: 'No phone, only a BSUID' }),
    );
  });
});

describe('POST /control/media', () => {
  const upload = async (type: string, body: Buffer | string, query = ''): Promise<{ status: number; id: string }> => {
    const url = `${harness.simulator.url}/control/media${query}`;
    const bytes = new Uint8Array(Buffer.from(body));
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': type }, body: bytes });
    return { status: response.status, ...((await response.json()) as { id: string }) };
  };

  it('takes a file that a customer then sends, with words under it', async () => {
    const { id } = await upload('image/jpeg', PHOTO_JPEG);
    const wamid = await writes({ type: 'image', media: id, caption: 'Чек' });
    const [post] = await harness.receiver.until(1);
    expect(post?.item).toMatchObject({ type: 'image', image: { id, mime_type: 'image/jpeg', caption: 'Чек' } });
    expect(post?.item['image']).not.toHaveProperty('filename');
    expect(post?.item).not.toHaveProperty('media');
    expect((await phone()).messages).toMatchObject([
      { wamid, text: 'Чек', file: { id, mimeType: 'image/jpeg', filename: null } },
    ]);
    const shown = await fetch(`${harness.simulator.url}/control/media/${id}`);
    expect(Buffer.from(await shown.arrayBuffer()).equals(PHOTO_JPEG)).toBe(true);
    expect(shown.headers.get('content-type')).toBe('image/jpeg');
  });

  it('keeps the name of a document, and lets a page run nowhere', async () => {
    const { id } = await upload('text/html', '<script>alert(1)</script>', '?filename=чек.html');
    await writes({ type: 'document', media: id });
    expect((await harness.receiver.until(1))[0]?.item).toMatchObject({ document: { filename: 'чек.html' } });
    expect((await phone()).messages).toMatchObject([{ text: '', file: { filename: 'чек.html' } }]);
    const shown = await fetch(`${harness.simulator.url}/control/media/${id}`);
    expect(shown.headers.get('content-security-policy')).toMatch(/default-src 'none'.*; sandbox$/);
    expect(shown.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('refuses what is none', async () => {
    expect((await upload('application/json', '{}')).status).toBe(400);
    expect((await harness.call('GET', '/control/media/1')).status).toBe(404);
    const unknown = await harness.call('POST', '/control/inbound', { from: AIGUL, type: 'image', media: '1' });
    expect(unknown).toMatchObject({ status: 400, body: { error: expect.stringContaining('POST /control/media') } });
  });
});

describe('GET /control/changes', () => {
  it('tells whose phone changed, and of a reset', async () => {
    const response = await fetch(`${harness.simulator.url}/control/changes`);
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let seen = '';
    const until = async (wanted: string): Promise<void> => {
      while (!seen.includes(wanted)) seen += (await reader?.read())?.value ?? '';
    };
    await until('heartbeat');
    await writes({ text: 'секрет' });
    await until(`data: {"address":"${AIGUL}"}`);
    await writes({ from: 'KZ.1349120865530274205', text: 'a' });
    await until('data: {"address":"KZ.1349120865530274205"}');
    await harness.call('POST', '/control/reset');
    await until('data: {"address":null}');
    expect(seen).not.toContain('секрет');
    expect((await phone()).messages).toEqual([]);
    await reader?.cancel();
  });
});
