import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Reconciler } from '../../src/messages/dispatch/reconciler.service.js';
import { CUSTOMER_PHONE, receipt, startTestDesk, statusValue, type TestDesk, until } from '../support/test-desk.js';

const MINUTE = 60_000;

interface Status {
  status: string;
  substate: string | null;
  attempts: number;
  nextAttemptAt: string | null;
  error: { code: string } | null;
}

interface Sent {
  wamid: string;
  to: string;
  body: { text?: { body: string } };
}

describe('the dispatcher', () => {
  let desk: TestDesk;

  beforeAll(async () => {
    desk = await startTestDesk({ environment: { ACCESS_TOKEN_TTL: '3600' } });
  });
  afterAll(() => desk.close());

  const statusOf = async (id: number): Promise<Status> =>
    (await desk.get<Status>(`/api/waba/operator/message-status/${id}`, await desk.app.tokenOf(desk.operator))).body;
  const send = async (message: string, chatId = desk.chatId): ReturnType<TestDesk['send']> =>
    desk.send({ chatId, message }, {}, await desk.app.tokenOf(desk.operator));
  const sentTexts = async (phone = CUSTOMER_PHONE): Promise<string[]> => {
    const { sent } = await desk.control<{ sent: Sent[] }>('GET', 'sent');
    return sent.filter(({ to }) => to === `+${phone}`).map(({ body }) => body.text?.body ?? '');
  };
  /** Moves the clock on, a little at a time, until the message is no longer pending. */
  const settledStatus = async (id: number, stepMs: number): Promise<Status> => {
    let status = await statusOf(id);
    await until(async () => {
      desk.app.clock.advance(stepMs);
      status = await statusOf(id);
      return status.status !== 'pending';
    });
    return status;
  };
  const aChat = async (phone: string): Promise<number> => {
    await desk.control('POST', 'inbound', { from: phone, type: 'text', text: { body: 'здравствуйте' } });
    await desk.settled();
    const [chat] = await desk.app.rows<{ id: number }>(
      `select chats.id from chats join customer_identities using (customer_id) where value = $1`,
      [phone],
    );
    return chat?.id ?? 0;
  };

  it('tries a throttled message again by itself, visibly, and sends it once', async () => {
    await desk.control('PUT', 'faults', { refuse: { code: 131000, times: 2 } });
    const answer = await send('повторится');
    expect([answer.status, answer.body.messageId, answer.body.message.substate]).toEqual([202, null, 'throttled']);
    const waiting = await statusOf(answer.body.message.id);
    expect(waiting).toMatchObject({ status: 'pending', attempts: 2, nextAttemptAt: expect.any(String), error: null });
    const done = await settledStatus(answer.body.message.id, 2_000);
    expect(done.attempts).toBe(3);
    expect((await sentTexts()).filter((text) => text === 'повторится')).toHaveLength(1);
  });

  it('gives up after six tries and says why', async () => {
    await desk.control('PUT', 'faults', { refuse: { code: 131000, times: 6 } });
    const answer = await send('шесть раз');
    const done = await settledStatus(answer.body.message.id, 5 * MINUTE);
    expect(done).toMatchObject({ status: 'failed', attempts: 6, error: { code: 'UPSTREAM' } });
    expect(await sentTexts()).not.toContain('шесть раз');
  });

  it('lets the messages of a chat leave in the order written, also behind one that has to wait', async () => {
    const chatId = await aChat('77015550101');
    // Slow enough for every message to be written while the one before it is on its way.
    await desk.control('PUT', 'faults', { refuse: { code: 131000, times: 1, phone: '+77015550101' }, delayMs: 40 });
    const texts = Array.from({ length: 12 }, (_, index) => `по порядку ${index}`);
    const answers = [];
    for (const text of texts) {
      answers.push(
        await desk.send({ chatId, message: text }, { prefer: 'respond-async' }, await desk.app.tokenOf(desk.operator)),
      );
    }
    await settledStatus(answers.at(-1)?.body.message.id ?? 0, 1_000);
    expect(await sentTexts('77015550101')).toEqual(texts);
  });

  it('keeps to the pair limit of WhatsApp: 45 at once, one per 6 seconds, all in order, and no other chat waits for it', async () => {
    const chatId = await aChat('77015550102');
    const other = await aChat('77015550103');
    const texts = Array.from({ length: 60 }, (_, index) => `подряд ${index}`);
    const ids: number[] = [];
    for (const text of texts) {
      const { status, body } = await desk.send({ chatId, message: text }, {}, await desk.app.tokenOf(desk.operator));
      expect(status).toBe(ids.length < 45 ? 200 : 202);
      ids.push(body.message.id);
    }
    expect(await sentTexts('77015550102')).toHaveLength(45);
    expect(await statusOf(ids[50] ?? 0)).toMatchObject({ status: 'pending', substate: 'throttled', attempts: 1 });
    expect((await send('в другой чат', other)).status).toBe(200);
    await settledStatus(ids.at(-1) ?? 0, 3_000);
    expect(await sentTexts('77015550102')).toEqual(texts);
  });

  it('takes over from a process that died: what it was posting is uncertain, what waits behind it goes on', async () => {
    const chatId = await aChat('77015550104');
    const [channel] = await desk.app.rows<{ id: number }>('select channel_id as id from chats where id = $1', [chatId]);
    const [message] = await desk.app.rows<{ id: number }>(
      `insert into messages (chat_id, channel_id, direction, origin, type, content, sender_user_id, timestamp, created_at, status)
       values ($1, $2, 'out', 'operator', 'text', 'от умершего', $3, $4, $4, 'pending') returning id`,
      [chatId, channel?.id, desk.operator.id, desk.app.clock.now()],
    );
    await desk.app.rows(
      `insert into send_attempts (id, message_id, channel_id, number, state, created_at, posting_at)
       values (gen_random_uuid(), $1, $2, 1, 'posting', $3, $3)`,
      [message?.id, channel?.id, desk.app.clock.now()],
    );
    await desk.app.rows(
      `insert into chat_queue (chat_id, channel_id, next_at, lease_owner, lease_expires_at)
       values ($1, $2, $3, gen_random_uuid(), now() + interval '1 second')`,
      [chatId, channel?.id, desk.app.clock.now()],
    );
    const next = await desk.send(
      { chatId, message: 'следующее' },
      { prefer: 'respond-async' },
      await desk.app.tokenOf(desk.operator),
    );
    expect(next.status).toBe(202);
    await until(async () => (await statusOf(next.body.message.id)).status !== 'pending');
    expect(await statusOf(message?.id ?? 0)).toMatchObject({ status: 'pending', substate: 'uncertain' });
    expect(await sentTexts('77015550104')).toEqual(['следующее']);
  });

  it('fails an unknown outcome after 15 minutes, and takes it back when something is heard after all', async () => {
    const chatId = await aChat('77015550105');
    await desk.control('PUT', 'faults', { dropAfterAccept: { times: 1, phone: '+77015550105' }, receipts: 'none' });
    const answer = await send('без ответа', chatId);
    expect(answer.body.message.substate).toBe('uncertain');
    const reconciler = desk.app.app.get(Reconciler, { strict: false });
    desk.app.clock.advance(15 * MINUTE - 1);
    await reconciler.sweep();
    expect((await statusOf(answer.body.message.id)).status).toBe('pending');
    desk.app.clock.advance(1);
    await reconciler.sweep();
    expect(await statusOf(answer.body.message.id)).toMatchObject({
      status: 'failed',
      error: { code: 'UNKNOWN_OUTCOME' },
    });
    const [attempt] = await desk.app.rows<{ id: string }>('select id from send_attempts where message_id = $1', [
      answer.body.message.id,
    ]);
    await desk.postValues(
      statusValue([receipt('wamid.HEARD', 'sent', 1_772_366_400, { biz_opaque_callback_data: attempt?.id })]),
    );
    await desk.settled();
    expect(await statusOf(answer.body.message.id)).toMatchObject({ status: 'sent', error: null });
    expect((await sentTexts('77015550105')).length).toBe(1);
  });

  it('does not post what waited beyond its window', async () => {
    const chatId = await aChat('77015550106');
    await desk.control('PUT', 'faults', { refuse: { code: 131000, times: 1, phone: '+77015550106' } });
    const answer = await send('слишком поздно', chatId);
    expect(answer.status).toBe(202);
    desk.app.clock.advance(25 * 60 * MINUTE);
    const done = await settledStatus(answer.body.message.id, 1);
    expect(done).toMatchObject({ status: 'failed', error: { code: 'WINDOW_CLOSED' } });
    expect(await sentTexts('77015550106')).toEqual([]);
  });
});
