import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { FILE_HEADER_EXAMPLES } from '../../src/messages/send/types/interactive-examples.js';
import { type SendableType, SENDABLE_TYPES, sendTypeOf } from '../../src/messages/send/types/send-types.js';
import { SENT_TYPES, type SentAs } from '../support/sent-types.js';
import { CUSTOMER_PHONE, startTestDesk, type TestDesk, until } from '../support/test-desk.js';

interface Sent {
  wamid: string;
  type: string;
  body: Record<string, unknown>;
}

interface Shown {
  id: number;
  type: string;
  content: string;
  details: object;
  caption: string | null;
  replyTo: string | null;
  mediaUrl: string | null;
}

const shownTypes = SENDABLE_TYPES.filter((type) => type !== 'reaction');

describe('every type of POST /api/waba/operator/send', () => {
  let desk: TestDesk;
  /** A message of the customer. */
  let target: { id: number; wamid: string };

  beforeAll(async () => {
    desk = await startTestDesk({ environment: { ACCESS_TOKEN_TTL: '3600' } });
    const [row] = await desk.app.rows<{ id: number; wamid: string }>(`select id, wamid from messages`);
    if (row === undefined) throw new Error('the customer has not written');
    target = row;
  });
  afterAll(() => desk.close());
  // The pair limit lets one message through every 6 s.
  beforeEach(() => desk.app.clock.advance(12_000));

  const sent = async (): Promise<Sent[]> => (await desk.control<{ sent: Sent[] }>('GET', 'sent')).sent;
  const history = async (): Promise<Shown[]> =>
    (await desk.get<{ messages: Shown[] }>(`/api/waba/operator/chat/${desk.chatId}/messages`)).body.messages;
  const bodyOf = (type: SendableType): Record<string, unknown> => ({
    chatId: desk.chatId,
    ...(JSON.parse(
      JSON.stringify(sendTypeOf(type).example.value, (key, value: unknown) =>
        key === 'messageId' ? target.id : value,
      ),
    ) as object),
  });
  const expectation = (type: SendableType): SentAs => SENT_TYPES[type](target.wamid);

  it('is expected here', () => {
    expect(Object.keys(SENT_TYPES).sort()).toEqual([...SENDABLE_TYPES].sort());
  });

  describe.each(SENDABLE_TYPES)('%s', (type) => {
    it('reaches WhatsApp as Meta wants it and is stored typed', async () => {
      const answer = await desk.send(bodyOf(type));
      const { metaType, object, content, details } = expectation(type);
      expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
      expect(answer.body.message).toMatchObject({ status: 'sent', content });
      expect((await sent()).at(-1)?.body).toEqual({
        messaging_product: 'whatsapp',
        recipient_type: 'individual',
        to: `+${CUSTOMER_PHONE}`,
        type: metaType,
        [metaType]: object,
        biz_opaque_callback_data: expect.any(String),
      });
      const message = await desk.get<Shown>(`/api/waba/operator/message/${answer.body.message.id}`);
      expect(message.body).toMatchObject({ type: metaType, content, details });
      expect(message.body.mediaUrl !== null).toBe(sendTypeOf(type).file !== undefined);
      await desk.statusWhen(answer.body.message.id, ({ read }) => read);
    });

    it('is sent once however often its key comes, and its key takes no other body', async () => {
      const body = { ...bodyOf(type), clientMessageId: `once-${type}` };
      const first = await desk.send(body);
      const before = (await sent()).length;
      const again = await desk.send(body);
      expect([again.status, again.body.message.id]).toEqual([200, first.body.message.id]);
      expect((await sent()).length).toBe(before);
      const other =
        type === 'text'
          ? { chatId: desk.chatId, type: 'location', location: { latitude: 1, longitude: 2 } }
          : { chatId: desk.chatId, message: 'x' };
      expect((await desk.send({ ...other, clientMessageId: `once-${type}` })).body.code).toBe('IDEMPOTENCY_MISMATCH');
    });

    it('leaves at its time', async () => {
      const at = new Date(desk.app.clock.millis() + 60_000).toISOString();
      const answer = await desk.send({ ...bodyOf(type), scheduledAt: at });
      expect([answer.status, answer.body.message.status]).toEqual([202, 'pending']);
      const before = (await sent()).length;
      desk.app.clock.advance(66_000);
      await desk.statusWhen(answer.body.message.id, ({ status }) => status !== 'pending');
      const last = (await sent()).slice(before);
      expect(last.map(({ body }) => body[expectation(type).metaType])).toEqual([expectation(type).object]);
    });

    it('takes no key it does not know and none of another type', async () => {
      const before = await desk.sendTraces();
      const stranger = type === 'location' ? 'contacts' : 'location';
      const wrong: [object, string][] = [
        [{ unknown: 1 }, 'unknown'],
        [{ [stranger]: sendTypeOf(stranger).example.value[stranger] }, stranger],
      ];
      for (const [more, field] of wrong) {
        const answer = await desk.send({ ...bodyOf(type), ...more });
        expect([answer.status, answer.body.code, answer.text]).toEqual([
          400,
          'VALIDATION',
          expect.stringContaining(`"field":"${field}"`),
        ]);
      }
      expect(await desk.sendTraces()).toEqual(before);
    });
  });

  it.each([
    ['buttonsWithImage', { type: 'image', image: { id: expect.any(String) } }],
    ['linkWithDocument', { type: 'document', document: { id: expect.any(String), filename: 'invoice_12345.pdf' } }],
  ] as const)('interactive with a file above it reaches WhatsApp: %s', async (name, header) => {
    const { value } = FILE_HEADER_EXAMPLES[name];
    const given = value['interactive'] as { body: { text: string }; header: { mediaUrl: string } };
    const answer = await desk.send({ chatId: desk.chatId, ...value });
    expect([answer.status, answer.body.message.content]).toEqual([200, given.body.text]);
    expect((await sent()).at(-1)?.body['interactive']).toEqual({ ...given, header });
    const shown = await desk.get<Shown>(`/api/waba/operator/message/${answer.body.message.id}`);
    expect(shown.body.mediaUrl).toContain('/media/');
    await desk.statusWhen(answer.body.message.id, ({ read }) => read);
    const before = await desk.sendTraces();
    const wrong = { ...given, header: { ...given.header, mediaUrl: 'https://example.com/voice.ogg' } };
    expect((await desk.send({ chatId: desk.chatId, type: 'interactive', interactive: wrong })).body.code).toBe(
      'MEDIA_TYPE',
    );
    expect(await desk.sendTraces()).toEqual(before);
  });

  describe.each(shownTypes)('a reply by %s', (type) => {
    it('quotes a message of the chat, by our id or by its wamid', async () => {
      for (const replyTo of [target.id, target.wamid]) {
        const answer = await desk.send({ ...bodyOf(type), replyTo });
        expect(answer.status).toBe(200);
        expect((await sent()).at(-1)?.body).toMatchObject({ context: { message_id: target.wamid } });
        const [newest] = await history();
        expect(newest).toMatchObject({ id: answer.body.message.id, replyTo: target.wamid });
      }
    });
  });

  it('shows all of them in the history as what they are', async () => {
    const shown = await history();
    for (const type of shownTypes) {
      const { metaType, content, details } = expectation(type);
      expect(shown).toContainEqual(
        expect.objectContaining({ type: metaType, content, details: expect.objectContaining(details) }),
      );
    }
  });

  describe('a reply', () => {
    it.each<[string, unknown]>([
      ['a message that is not there', 999_999],
      ['a wamid nobody knows', 'wamid.NOBODY'],
      ['an SQL text', `wamid.';select/**/1;--`],
    ])('to %s is a 400 on replyTo and leaves no trace', async (_, replyTo) => {
      const before = await desk.sendTraces();
      const answer = await desk.send({ chatId: desk.chatId, message: 'x', replyTo });
      expect([answer.status, answer.body.code]).toEqual([400, 'VALIDATION']);
      expect(answer.text).toContain('"field":"replyTo","code":"MESSAGE"');
      expect(await desk.sendTraces()).toEqual(before);
    });

    it.each([
      0,
      -1,
      1.5,
      2 ** 53,
      null,
      true,
      [1],
      {},
      '',
      '458',
      'x',
      `wamid.${'a'.repeat(251)}`,
      'wamid.a b',
      'wamid.\u0000',
    ])('to %j is a 400', async (replyTo) => {
      const answer = await desk.send({ chatId: desk.chatId, message: 'x', replyTo });
      expect([answer.status, answer.body.code]).toEqual([400, 'VALIDATION']);
      expect(answer.text).toContain('"field":"replyTo","code":"MESSAGE_ID"');
    });

    it('finds a message of another chat as little as none', async () => {
      await desk.control('POST', 'inbound', { from: '77015550009', type: 'text', text: { body: 'чужое' } });
      await desk.settled();
      const [foreign] = await desk.app.rows<{ id: number; wamid: string }>(
        `select id, wamid from messages where chat_id <> $1`,
        [desk.chatId],
      );
      const refused = async (replyTo: unknown): Promise<string> =>
        (await desk.send({ chatId: desk.chatId, message: 'x', replyTo })).text.replace(/"requestId":"[^"]+"/, '');
      const missing = await refused(999_999);
      expect(await refused(foreign?.id)).toBe(missing);
      expect(await refused(foreign?.wamid)).toBe(missing);
      expect(missing).toContain('"field":"replyTo"');
    });

    it('to a message that waits for its time says that WhatsApp does not have it yet', async () => {
      const at = new Date(desk.app.clock.millis() + 3_600_000).toISOString();
      const waiting = await desk.send({ chatId: desk.chatId, message: 'позже', scheduledAt: at });
      const answer = await desk.send({ chatId: desk.chatId, message: 'x', replyTo: waiting.body.message.id });
      expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('is not at WhatsApp yet')]);
    });
  });

  describe('where the window is closed', () => {
    beforeAll(async () => {
      desk.app.clock.advance(25 * 3_600_000);
      desk.operator.token = await desk.app.tokenOf(desk.operator);
      await until(
        async () =>
          (await desk.app.rows(`select 1 from send_attempts where state in ('queued', 'posting')`)).length === 0,
      );
    });

    it.each(SENDABLE_TYPES.filter((type) => type !== 'template'))('refuses %s and leaves no trace', async (type) => {
      const before = await desk.sendTraces();
      const answer = await desk.send(bodyOf(type));
      expect([answer.status, answer.body.code]).toEqual([409, 'WINDOW_CLOSED']);
      expect(await desk.sendTraces()).toEqual(before);
    });
  });
});
