import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CUSTOMER_PHONE,
  GRAPH_TOKEN,
  PHONE_NUMBER_ID,
  startTestDesk,
  type TestDesk,
  until,
} from '../support/test-desk.js';

const SEND = '/api/waba/operator/send';

interface SentMessage {
  wamid: string;
  phoneNumberId: string;
  to?: string;
  type: string;
  body: Record<string, never>;
}

describe(`POST ${SEND}`, () => {
  let desk: TestDesk;

  beforeAll(async () => {
    desk = await startTestDesk();
  });
  afterAll(() => desk.close());

  const sent = async (): Promise<SentMessage[]> => (await desk.control<{ sent: SentMessage[] }>('GET', 'sent')).sent;

  it('answers in the shape of the contract and moves on to read by signed webhooks', async () => {
    const answer = await desk.send({ chatId: desk.chatId, message: 'Здравствуйте! Ваш заказ готов к выдаче.' });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      success: true,
      messageId: expect.stringMatching(/^wamid\./),
      message: {
        id: expect.any(Number),
        chatId: desk.chatId,
        content: 'Здравствуйте! Ваш заказ готов к выдаче.',
        status: 'sent',
        timestamp: '2026-03-01T12:00:00.000Z',
      },
    });
    const last = (await sent()).at(-1);
    expect(last).toMatchObject({
      wamid: answer.body.messageId,
      phoneNumberId: PHONE_NUMBER_ID,
      to: `+${CUSTOMER_PHONE}`,
      type: 'text',
    });
    const status = await desk.statusWhen(answer.body.message.id, ({ read }) => read);
    expect(status).toMatchObject({ status: 'read', delivered: true, whatsappMessageId: answer.body.messageId });
    expect([status.sentAt, status.deliveredAt, status.readAt]).not.toContain(null);
  });

  it('sends an image by id after fetching and storing it', async () => {
    const answer = await desk.send({
      chatId: desk.chatId,
      type: 'image',
      mediaUrl: 'https://example.com/photo.jpg',
      message: 'Фото вашего заказа',
      caption: 'Заказ #12345',
    });
    expect(answer.status).toBe(200);
    expect(answer.body.message.content).toBe('Фото вашего заказа');
    expect((await sent()).at(-1)?.body).toMatchObject({ image: { id: expect.any(String), caption: 'Заказ #12345' } });
  });

  it('sends a document under its own name', async () => {
    const answer = await desk.send({
      chatId: desk.chatId,
      type: 'document',
      mediaUrl: 'https://example.com/invoice.pdf',
      message: 'Счёт на оплату',
      filename: '../../invoice_12345.pdf',
    });
    expect(answer.status).toBe(200);
    expect((await sent()).at(-1)?.body).toMatchObject({
      document: { id: expect.any(String), caption: 'Счёт на оплату', filename: 'invoice_12345.pdf' },
    });
  });

  it('links the file from the history so that it opens without a header, for this user and this file', async () => {
    const history = await desk.get<{ messages: { mediaUrl: string | null; type: string }[] }>(
      `/api/waba/operator/chat/${desk.chatId}/messages`,
    );
    const image = history.body.messages.find(({ type }) => type === 'image');
    const link = new URL(image?.mediaUrl ?? '');
    const path = `${link.pathname}${link.search}`;
    const opened = await desk.app.call('GET', path);
    expect([opened.status, opened.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    expect(opened.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
    const other = path.replace(/sig=./, (text) => (text === 'sig=A' ? 'sig=B' : 'sig=A'));
    expect((await desk.app.call('GET', other)).status).toBe(403);
    expect((await desk.app.call('GET', link.pathname)).status).toBe(401);
    expect((await desk.get(link.pathname)).status).toBe(200);
    const stranger = await desk.app.signedIn();
    expect((await desk.get(link.pathname, stranger.token)).body).toMatchObject({ code: 'MEDIA_NOT_FOUND' });
  });

  it.each([
    [
      'right-to-left override and joiners',
      '\u202eabc \u{1f468}\u200d\u{1f469}\u200d\u{1f467} a' + '\u0301'.repeat(500) + '\ufffe',
    ],
    ['markup and injections', `<script>alert(1)</script> {{7*7}} '; DROP TABLE messages; -- %s%n \r\nX-Y: z`],
    ['exactly 4,096 characters', 'a'.repeat(4096)],
  ])('keeps %s as they are', async (_, message) => {
    const answer = await desk.send({ chatId: desk.chatId, message });
    expect(answer.status).toBe(200);
    const history = await desk.get<{ messages: { id: number; content: string }[] }>(
      `/api/waba/operator/chat/${desk.chatId}/messages`,
    );
    expect(history.body.messages.find(({ id }) => id === answer.body.message.id)?.content).toBe(message);
  });

  it('answers the same 404 to a foreign chat and to a missing one', async () => {
    const stranger = await desk.app.signedIn();
    const before = await desk.sendTraces();
    const foreign = await desk.send({ chatId: desk.chatId, message: 'x' }, {}, stranger.token);
    const missing = await desk.send({ chatId: 999_999, message: 'x' });
    const withoutId = (text: string): string => text.replace(/"requestId":"[^"]+"/, '');
    expect(foreign.status).toBe(404);
    expect(withoutId(foreign.text)).toBe(withoutId(missing.text));
    expect(foreign.body.code).toBe('CHAT_NOT_FOUND');
    expect(await desk.sendTraces()).toEqual(before);
  });

  it('answers in Russian where the client asks for it', async () => {
    const answer = await desk.send({ chatId: 999_999, message: 'x' }, { 'accept-language': 'ru' });
    expect(answer.body.error).toBe('Чат не найден.');
  });

  describe('where WhatsApp refuses', () => {
    it.each([
      [190, 502, 'WABA_AUTH'],
      [131026, 422, 'RECIPIENT'],
      [100, 422, 'REJECTED'],
    ])('turns Meta %i into %i %s and keeps the message as failed', async (code, status, ours) => {
      await desk.control('PUT', 'faults', { refuse: { code, times: 1 } });
      const answer = await desk.send({ chatId: desk.chatId, message: 'x' });
      expect([answer.status, answer.body.code]).toEqual([status, ours]);
      expect(answer.body).toMatchObject({
        message: { status: 'failed', chatId: desk.chatId },
        provider: { code, fbtraceId: expect.any(String), action: expect.any(String) },
      });
      const after = await desk.statusWhen(answer.body.message.id, () => true);
      expect(after).toMatchObject({ status: 'failed', error: { code: ours, provider: { code } } });
      expect(answer.text).not.toContain(GRAPH_TOKEN);
    });
  });

  describe('with an idempotency key', () => {
    it('answers a repeat with the message it made the first time', async () => {
      const body = { chatId: desk.chatId, message: 'один раз', clientMessageId: 'repeat-1' };
      const first = await desk.send(body);
      const before = await desk.sendTraces();
      const again = await desk.send({ chatId: desk.chatId, message: 'один раз' }, { 'idempotency-key': 'repeat-1' });
      expect([first.status, again.status]).toEqual([200, 200]);
      expect(again.body.message.id).toBe(first.body.message.id);
      expect(again.headers.get('idempotency-replayed')).toBe('true');
      expect(first.headers.get('idempotency-replayed')).toBeNull();
      expect(await desk.sendTraces()).toEqual(before);
    });

    it('makes one message of twenty requests at once; who comes while the first still waits is asked to come again', async () => {
      const before = (await sent()).length;
      const ask = (): ReturnType<TestDesk['send']> =>
        desk.send({ chatId: desk.chatId, message: 'x' }, { 'idempotency-key': 'burst-1' });
      const answers = await Promise.all(Array.from({ length: 20 }, ask));
      const early = answers.filter(({ status }) => status === 409);
      expect(new Set(early.map(({ body, headers }) => `${body.code} ${headers.get('retry-after')}`)).size).toBeLessThan(
        2,
      );
      const ids = answers.filter(({ status }) => status === 200).map(({ body }) => body.message.id);
      expect(new Set(ids).size).toBe(1);
      expect((await ask()).body.message.id).toBe(ids[0]);
      expect((await sent()).length).toBe(before + 1);
    });

    it('answers 409 with Retry-After while the first request still waits for WhatsApp', async () => {
      await desk.control('PUT', 'faults', { delayMs: 700 });
      const body = { chatId: desk.chatId, message: 'x', clientMessageId: 'slow-1' };
      const first = desk.send(body);
      await until(async () => (await desk.count(`messages where client_message_id = 'slow-1'`)) === 1);
      const early = await desk.send(body);
      expect([early.status, early.body.code, early.headers.get('retry-after')]).toEqual([
        409,
        'IDEMPOTENCY_IN_FLIGHT',
        '1',
      ]);
      expect((await first).status).toBe(200);
      await desk.control('DELETE', 'faults');
      expect((await desk.send(body)).status).toBe(200);
    });

    it('refuses the key for another body', async () => {
      await desk.send({ chatId: desk.chatId, message: 'a', clientMessageId: 'other-1' });
      const answer = await desk.send({ chatId: desk.chatId, message: 'b', clientMessageId: 'other-1' });
      expect([answer.status, answer.body.code]).toEqual([422, 'IDEMPOTENCY_MISMATCH']);
    });

    it.each(['', 'a'.repeat(256), 'с-кириллицей'.normalize()])('refuses the key %j', async (clientMessageId) => {
      expect((await desk.send({ chatId: desk.chatId, message: 'x', clientMessageId })).status).toBe(400);
    });
  });

  it('answers 202 at once where the client prefers it, and the work goes on', async () => {
    const answer = await desk.send({ chatId: desk.chatId, message: 'x' }, { prefer: 'respond-async' });
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({
      success: true,
      messageId: null,
      message: { status: 'pending', substate: 'queued' },
    });
    await desk.statusWhen(answer.body.message.id, ({ read }) => read);
  });

  it('answers 202 where the answer of WhatsApp is lost, and a receipt settles it without a second send', async () => {
    const before = (await sent()).length;
    await desk.control('PUT', 'faults', { dropAfterAccept: { times: 1 }, receipts: 'none' });
    const answer = await desk.send({ chatId: desk.chatId, message: 'x' });
    expect([answer.status, answer.body.message.substate]).toEqual([202, 'uncertain']);
    const lost = (await sent()).at(-1);
    expect((await sent()).length).toBe(before + 1);
    const [attempt] = await desk.app.rows<{ id: string }>('select id from send_attempts where message_id = $1', [
      answer.body.message.id,
    ]);
    await desk.control('POST', 'webhook', {
      value: {
        messaging_product: 'whatsapp',
        metadata: { display_phone_number: '77270000000', phone_number_id: PHONE_NUMBER_ID },
        statuses: [
          { id: lost?.wamid, status: 'delivered', timestamp: '1772366400', biz_opaque_callback_data: attempt?.id },
        ],
      },
    });
    const status = await desk.statusWhen(answer.body.message.id, ({ delivered }) => delivered);
    expect(status).toMatchObject({ status: 'delivered', whatsappMessageId: lost?.wamid });
    await desk.control('DELETE', 'faults');
  });

  it('closes the window by the clock of Meta: open a second before 24 h, closed at 24 h', async () => {
    const [chat] = await desk.app.rows<{ last: Date }>('select last_inbound_at as last from chats where id = $1', [
      desk.chatId,
    ]);
    const opened = chat?.last.getTime() ?? 0;
    const day = 24 * 60 * 60 * 1000;
    desk.app.clock.set(new Date(opened + day - 1000));
    // The session is younger than the window: a new one for the new day.
    const token = await desk.app.tokenOf(desk.operator);
    expect((await desk.send({ chatId: desk.chatId, message: 'x' }, {}, token)).status).toBe(200);
    desk.app.clock.set(new Date(opened + day));
    const before = await desk.sendTraces();
    const late = await desk.send({ chatId: desk.chatId, message: 'x' }, {}, await desk.app.tokenOf(desk.operator));
    expect([late.status, late.body.code]).toEqual([409, 'WINDOW_CLOSED']);
    expect(late.body).toMatchObject({ nextStep: 'template' });
    expect(await desk.sendTraces()).toEqual(before);
  });
});

describe('POST /api/waba/operator/send where it cannot work', () => {
  it('answers 500 WABA_NOT_CONFIGURED while the channel has no access token, and stores nothing', async () => {
    const desk = await startTestDesk({ isConnected: false });
    const before = await desk.count('messages');
    const answer = await desk.send({ chatId: desk.chatId, message: 'x' });
    expect([answer.status, answer.body.code]).toEqual([500, 'WABA_NOT_CONFIGURED']);
    expect(await desk.count('messages')).toBe(before);
    await desk.close();
  });

  it('answers 409 in a chat whose customer never wrote', async () => {
    const desk = await startTestDesk({ isWindowOpen: false });
    expect((await desk.send({ chatId: desk.chatId, message: 'x' })).status).toBe(409);
    await desk.close();
  });
});
