import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ScheduleDesk, startScheduleDesk } from '../support/schedule-desk.js';
import { until } from '../support/test-desk.js';

const HOUR = 3600;
const DAY = 24 * HOUR;

interface Shown {
  id: number;
  status: string;
  substate: string | null;
  nextAttemptAt: string | null;
  scheduledAt: string | null;
  timestamp: string;
}

interface ChatAnswer {
  status: string;
  window: { expiresAt: string };
  lastMessage: { id: number; content: string } | null;
}

describe('a scheduled send', () => {
  let desk: ScheduleDesk;

  beforeAll(async () => {
    desk = await startScheduleDesk();
  });
  afterAll(() => desk.hand.desk.close());
  beforeEach(() => desk.hand.faults({}));

  const get = async <T>(path: string): Promise<T> =>
    (await desk.hand.call<T>('GET', `/api/waba/operator/${path}`)).body;
  const chatOf = (chatId: number): Promise<ChatAnswer> => get(`chat/${chatId}`);
  const historyOf = async (chatId: number): Promise<Shown[]> =>
    (await get<{ messages: Shown[] }>(`chat/${chatId}/messages`)).messages;
  const eventsOf = async (chatId: number): Promise<string[]> =>
    (
      await desk.hand.desk.app.rows<{ type: string }>('select type from events where chat_id = $1 order by id', [
        chatId,
      ])
    ).map(({ type }) => type);
  const write = (phone: string, text: string): Promise<unknown> =>
    desk.hand.desk.control('POST', 'inbound', { from: phone, type: 'text', text: { body: text } });

  it('is answered 202 with its time, waits for it visibly, and then leaves once', async () => {
    const { chatId, phone } = await desk.hand.aChat();
    const at = desk.in(HOUR);
    const answer = await desk.schedule(chatId, 'завтра', HOUR);
    expect([answer.status, answer.body.messageId, answer.body.success]).toEqual([202, null, true]);
    expect(answer.body.message).toEqual({
      id: expect.any(Number),
      chatId,
      content: 'завтра',
      status: 'pending',
      timestamp: desk.in(0),
      substate: 'scheduled',
      nextAttemptAt: at,
    });
    const { id } = answer.body.message;
    const shown = { id, status: 'pending', substate: 'scheduled' };
    expect(await get(`message-status/${id}`)).toMatchObject({ ...shown, nextAttemptAt: at });
    expect(await get(`message/${id}`)).toMatchObject({ ...shown, nextAttemptAt: at, scheduledAt: at });
    expect((await historyOf(chatId))[0]).toMatchObject({ ...shown, scheduledAt: at });
    const email = desk.hand.desk.operator.email;
    const told = `Scheduled by ${email} for ${at.slice(0, 19).replace('T', ' ')} UTC.`;
    expect((await desk.hand.story(id)).map(({ text }) => text)).toEqual([told]);
    desk.pass(HOUR - 1);
    const other = await desk.hand.aChat();
    expect((await desk.hand.send(other.chatId, 'сразу')).status).toBe(200);
    expect(await desk.hand.sentTo(phone)).toEqual([]);
    desk.pass(1);
    expect(await desk.done([id])).toEqual(['sent']);
    expect(await desk.hand.sentTo(phone)).toEqual(['завтра']);
    expect(await desk.hand.eventsOf(id)).toEqual(['message.queued', 'message.sent']);
    expect(await get(`message/${id}`)).toMatchObject({ substate: null, nextAttemptAt: null, scheduledAt: at });
    expect((await desk.hand.story(id)).map(({ kind }) => kind)).toEqual(['scheduled', 'began', 'accepted']);
  });

  it('is no last message of its chat before it leaves, and stands in the history where it was written', async () => {
    const { chatId } = await desk.hand.aChat();
    const before = await chatOf(chatId);
    const events = (await eventsOf(chatId)).length;
    const id = await desk.scheduled(chatId, 'позже', 60);
    expect(await chatOf(chatId)).toEqual(before);
    expect((await eventsOf(chatId)).slice(events)).toEqual(['message.queued']);
    desk.pass(60);
    await desk.done([id]);
    expect((await chatOf(chatId)).lastMessage).toMatchObject({ id, content: 'позже' });
    expect((await eventsOf(chatId)).slice(events)).toEqual(['message.queued', 'chat.updated', 'message.sent']);
  });

  it('does not come before what was written meanwhile in the chat', async () => {
    const { chatId, phone } = await desk.hand.aChat();
    const id = await desk.scheduled(chatId, 'запланировано', 60);
    desk.pass(30);
    await write(phone, 'я передумал');
    await desk.hand.desk.settled();
    desk.pass(30);
    expect(await desk.done([id])).toEqual(['sent']);
    expect((await chatOf(chatId)).lastMessage).toMatchObject({ content: 'я передумал' });
    expect((await historyOf(chatId)).map(({ id: each }) => each).indexOf(id)).toBe(1);
  });

  it('leaves a chat closed that was closed meanwhile', async () => {
    const { chatId } = await desk.hand.aChat();
    const close = (): Promise<unknown> => desk.hand.call('POST', `/api/waba/operator/chat/${chatId}/close`);
    await close();
    const id = await desk.scheduled(chatId, 'после закрытия', 60);
    expect((await chatOf(chatId)).status).toBe('closed');
    desk.pass(60);
    await desk.done([id]);
    expect((await chatOf(chatId)).status).toBe('closed');
  });

  it('does not hold up what is sent before its time, nor make it slower', async () => {
    const { chatId, phone } = await desk.hand.aChat();
    const id = await desk.scheduled(chatId, 'потом', HOUR);
    for (const text of ['раз', 'два', 'три']) {
      expect((await desk.hand.send(chatId, text)).status).toBe(200);
    }
    expect(await desk.hand.sentTo(phone)).toEqual(['раз', 'два', 'три']);
    const [queue] = await desk.hand.desk.app.rows<{ nextAt: Date; owner: string | null }>(
      'select next_at as "nextAt", lease_owner as owner from chat_queue where chat_id = $1',
      [chatId],
    );
    expect([queue?.nextAt.toISOString(), queue?.owner]).toEqual([desk.in(HOUR), null]);
    desk.pass(HOUR);
    await desk.done([id]);
    expect(await desk.hand.sentTo(phone)).toEqual(['раз', 'два', 'три', 'потом']);
  });

  it('takes its place among what waits by its time', async () => {
    const { chatId, phone } = await desk.hand.aChat();
    const ids = [await desk.scheduled(chatId, 'в 30', 30), await desk.scheduled(chatId, 'в 10', 10)];
    // Refused once, the head backs off and blocks the chat past both times.
    await desk.hand.faults({ refuse: { code: 131000, times: 2, phone: `+${phone}` } });
    ids.push((await desk.hand.send(chatId, 'сейчас')).body.message.id);
    desk.pass(2);
    await until(async () => (await desk.hand.get(ids[2] ?? 0)).body.attempts === 3);
    desk.pass(3.5);
    ids.push((await desk.hand.send(chatId, 'после 5', { prefer: 'respond-async' })).body.message.id);
    await desk.done(ids, 1);
    expect(await desk.hand.sentTo(phone)).toEqual(['сейчас', 'после 5', 'в 10', 'в 30']);
  });

  it('is throttled by the pair limit of WhatsApp like any other, in order', async () => {
    const { chatId, phone } = await desk.hand.aChat();
    const texts = Array.from({ length: 50 }, (_, index) => `по плану ${index}`);
    // Asked for at once, in whatever order they arrive: their times alone decide.
    const ids = await Promise.all(texts.map((text, index) => desk.scheduled(chatId, text, 60 + index / 1000)));
    desk.pass(61);
    await until(async () => (await desk.hand.sentTo(phone)).length === 45);
    await until(async () => (await desk.hand.get(ids[45] ?? 0)).body.substate === 'throttled');
    await desk.done(ids, 2);
    expect(await desk.hand.sentTo(phone)).toEqual(texts);
  });

  it('waits while its channel is paused, and goes with all that is cancelled', async () => {
    const { chatId, phone } = await desk.hand.aChat();
    const admin = await desk.hand.desk.app.createUser({ role: 'admin', email: 'boss@example.com' });
    const channel = (deed: string): Promise<{ body: unknown }> =>
      desk.hand.call('POST', `/api/admin/channels/${desk.hand.desk.fixture.channelId}/${deed}`, { user: admin });
    const ids = [await desk.scheduled(chatId, 'в паузе', 10), await desk.scheduled(chatId, 'отменят', HOUR)];
    await channel('pause');
    expect((await desk.hand.story(ids[0] ?? 0)).map(({ kind }) => kind)).toEqual(['scheduled']);
    desk.pass(10);
    expect((await desk.hand.get(ids[0] ?? 0)).body).toMatchObject({ status: 'pending', substate: 'queued' });
    expect((await desk.hand.story(ids[0] ?? 0)).map(({ kind }) => kind)).toEqual(['scheduled', 'waiting']);
    expect(await desk.hand.sentTo(phone)).toEqual([]);
    await channel('resume');
    expect(await desk.done(ids.slice(0, 1))).toEqual(['sent']);
    expect((await channel('cancel-pending')).body).toEqual({ cancelled: 1 });
    expect((await desk.hand.get(ids[1] ?? 0)).body).toMatchObject({ status: 'failed', error: { code: 'CANCELLED' } });
  });

  it('is fetched at once where it is a file, so that a dead link is told at once', async () => {
    const { chatId, phone } = await desk.hand.aChat();
    const image = { chatId, type: 'image', message: 'Фото', scheduledAt: desk.in(60) };
    const send = (mediaUrl: string): ReturnType<ScheduleDesk['schedule']> =>
      desk.hand.call('POST', '/api/waba/operator/send', { body: { ...image, mediaUrl } });
    const dead = await send('https://example.com/missing.jpg');
    expect([dead.status, dead.body.code]).toEqual([400, 'MEDIA_UNREACHABLE']);
    const answer = await send('https://example.com/photo.jpg');
    expect(answer.status).toBe(202);
    desk.pass(60);
    expect(await desk.done([answer.body.message.id])).toEqual(['sent']);
    expect(await desk.hand.sentTo(phone)).toHaveLength(1);
  });

  it('fails at its time where the window has closed meanwhile', async () => {
    const { chatId, phone } = await desk.hand.aChat();
    const id = await desk.scheduled(chatId, 'не успело', HOUR);
    await desk.hand.desk.app.rows('update chats set window_closed_at = $2 where id = $1', [
      chatId,
      desk.hand.desk.app.clock.now(),
    ]);
    desk.pass(HOUR);
    expect(await desk.done([id])).toEqual(['failed']);
    expect((await desk.hand.get(id)).body.error).toMatchObject({ code: 'WINDOW_CLOSED' });
    expect(await desk.hand.sentTo(phone)).toEqual([]);
  });

  it('is refused at once for a time at which the window will be closed by what is known', async () => {
    const { chatId } = await desk.hand.aChat();
    const expiresAt = (await chatOf(chatId)).window.expiresAt;
    const before = await desk.hand.desk.sendTraces();
    const late = await desk.schedule(chatId, 'слишком поздно', DAY);
    expect([late.status, late.body.code]).toEqual([409, 'WINDOW_CLOSED']);
    expect(late.body).toMatchObject({ nextStep: 'template', detail: expect.stringContaining(expiresAt) });
    expect(await desk.hand.desk.sendTraces()).toEqual(before);
    expect((await desk.schedule(chatId, 'ещё успеет', DAY - 2)).status).toBe(202);
  });

  it('is the same message to whoever repeats its key, also after its time', async () => {
    const { chatId, phone } = await desk.hand.aChat();
    const body = { chatId, message: 'с ключом', scheduledAt: desk.in(60), clientMessageId: `plan-${chatId}` };
    const send = (more: object = {}): ReturnType<ScheduleDesk['schedule']> =>
      desk.hand.call('POST', '/api/waba/operator/send', { body: { ...body, ...more } });
    const burst = await Promise.all(Array.from({ length: 10 }, () => send()));
    expect(new Set(burst.map(({ status, body: { message } }) => `${status} ${message.id}`)).size).toBe(1);
    const id = burst[0]?.body.message.id ?? 0;
    const again = await send();
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([202, 'true']);
    expect(again.body.message).toMatchObject({ id, substate: 'scheduled', nextAttemptAt: desk.in(60) });
    expect((await send({ scheduledAt: desk.in(61) })).status).toBe(422);
    expect((await send({ scheduledAt: undefined })).status).toBe(422);
    desk.pass(60);
    await desk.done([id]);
    desk.pass(DAY);
    const after = await send();
    expect([after.status, after.body.message.id, after.body.message.status]).toEqual([200, id, 'sent']);
    expect(await desk.hand.sentTo(phone)).toEqual(['с ключом']);
  });

  it('can be taken back and sent at once after all', async () => {
    const { chatId, phone } = await desk.hand.aChat();
    const ids = [await desk.scheduled(chatId, 'первое', 60), await desk.scheduled(chatId, 'второе', 120)];
    expect((await desk.hand.cancel(ids[1] ?? 0)).body).toMatchObject({
      status: 'failed',
      substate: null,
      nextAttemptAt: null,
      error: { code: 'CANCELLED' },
    });
    expect((await desk.hand.retry(ids[1] ?? 0)).status).toBe(200);
    expect(await desk.hand.sentTo(phone)).toEqual(['второе']);
    desk.pass(60);
    await desk.done(ids);
    expect(await desk.hand.sentTo(phone)).toEqual(['второе', 'первое']);
  });

  it('tries again by itself, for as long as what is sent at once', async () => {
    const { chatId, phone } = await desk.hand.aChat();
    const id = await desk.scheduled(chatId, 'со второго раза', HOUR);
    await desk.hand.faults({ refuse: { code: 131000, times: 1, phone: `+${phone}` } });
    desk.pass(HOUR);
    await until(async () => (await desk.hand.get(id)).body.substate === 'throttled');
    expect(await desk.done([id], 1)).toEqual(['sent']);
    expect(await desk.hand.sentTo(phone)).toEqual(['со второго раза']);
  });

  it('may be for this very moment', async () => {
    const { chatId, phone } = await desk.hand.aChat();
    const answer = await desk.schedule(chatId, 'сейчас', 0);
    expect(answer.status).toBe(202);
    expect(await desk.done([answer.body.message.id])).toEqual(['sent']);
    expect(await desk.hand.sentTo(phone)).toEqual(['сейчас']);
  });
});
