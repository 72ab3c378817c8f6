import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { HandDesk, startHandDesk } from '../support/hand-desk.js';
import type { ApiAnswer, TestUser } from '../support/test-app.js';
import { until } from '../support/test-desk.js';

const CHANNELS = '/api/admin/channels';

describe('a channel that is paused', () => {
  let hand: HandDesk;
  let admin: TestUser;
  let channelId: number;

  beforeAll(async () => {
    hand = await startHandDesk();
    admin = await hand.desk.app.createUser({ role: 'admin', email: 'admin@example.com' });
    channelId = hand.desk.fixture.channelId;
    await hand.desk.control('PUT', 'faults', { receipts: 'none' });
  });
  afterAll(() => hand.desk.close());

  const asAdmin = <T = Record<string, unknown>>(method: string, path: string): Promise<ApiAnswer<T>> =>
    hand.call<T>(method, `${CHANNELS}${path}`, { user: admin });
  const pause = (): Promise<ApiAnswer<unknown>> => asAdmin('POST', `/${channelId}/pause`);
  const resume = (): Promise<ApiAnswer<unknown>> => asAdmin('POST', `/${channelId}/resume`);
  const isPaused = async (): Promise<boolean | undefined> => {
    const { body } = await asAdmin<{ channels: { id: number; paused: boolean }[] }>('GET', '');
    return body.channels.find(({ id }) => id === channelId)?.paused;
  };
  const eventsOfChannel = (): Promise<object[]> =>
    hand.desk.app.rows(
      `select chat_id, data from events where type = 'channel.paused' and channel_id = $1 order by tx, id`,
      [channelId],
    );

  beforeEach(resume);

  it('is shown as such, and told of once per change', async () => {
    const before = (await eventsOfChannel()).length;
    expect(await isPaused()).toBe(false);
    expect([(await pause()).status, (await pause()).status, await isPaused()]).toEqual([204, 204, true]);
    expect([(await resume()).status, (await resume()).status, await isPaused()]).toEqual([204, 204, false]);
    expect((await eventsOfChannel()).slice(before)).toEqual([
      { chat_id: null, data: { paused: true } },
      { chat_id: null, data: { paused: false } },
    ]);
    const audit = await hand.desk.app.rows<{ action: string }>(
      `select action from audit_log where actor_user_id = $1 and object_id = $2 order by id`,
      [admin.id, String(channelId)],
    );
    expect(audit.slice(-2).map(({ action }) => action)).toEqual(['channel.paused', 'channel.resumed']);
  });

  it('takes messages at once and keeps them, also across many a look of the dispatcher, until it goes on', async () => {
    const { chatId, phone } = await hand.aChat();
    await pause();
    const answers = [await hand.send(chatId, 'первое'), await hand.send(chatId, 'второе')];
    for (const { status, body } of answers) {
      expect([status, body.messageId]).toEqual([202, null]);
      expect(body.message).toMatchObject({ status: 'pending', substate: 'queued' });
    }
    const ids = answers.map(({ body }) => body.message.id);
    const idle = await hand.aChat();
    await until(
      async () => (await hand.desk.count(`chat_queue where chat_id = ${chatId} and lease_owner is null`)) === 1,
    );
    expect([await hand.sentTo(phone), await hand.sentTo(idle.phone)]).toEqual([[], []]);
    expect((await hand.get(ids[0] ?? 0)).body).toMatchObject({ status: 'pending', substate: 'queued', attempts: 1 });
    expect((await hand.story(ids[0] ?? 0)).map(({ kind }) => kind)).toEqual(['queued', 'waiting']);
    await resume();
    await until(async () => (await hand.sentTo(phone)).length === 2);
    expect(await hand.sentTo(phone)).toEqual(['первое', 'второе']);
  });

  it('keeps a retry waiting as well', async () => {
    const { chatId, phone } = await hand.aChat();
    await hand.desk.control('PUT', 'faults', { receipts: 'none', refuse: { code: 131026, times: 1 } });
    const { id } = (await hand.send(chatId, 'ещё раз')).body.message;
    await pause();
    const answer = await hand.retry(id);
    expect([answer.status, answer.body.message.substate]).toEqual([202, 'queued']);
    expect(await hand.sentTo(phone)).toEqual([]);
    await resume();
    await until(async () => (await hand.get(id)).body.status === 'sent');
  });

  it('lets what WhatsApp is being handed go out, and nothing behind it', async () => {
    const { chatId, phone } = await hand.aChat();
    await hand.desk.control('PUT', 'faults', { receipts: 'none', delayMs: 300 });
    const first = hand.send(chatId, 'уходит');
    await until(async () => (await hand.desk.count(`messages where chat_id = ${chatId} and content = 'уходит'`)) === 1);
    const behind = hand.send(chatId, 'остаётся');
    await until(
      async () => (await hand.desk.count(`messages where chat_id = ${chatId} and content = 'остаётся'`)) === 1,
    );
    await pause();
    expect([(await first).status, (await behind).status]).toEqual([200, 202]);
    expect(await hand.sentTo(phone)).toEqual(['уходит']);
    await hand.desk.control('PUT', 'faults', { receipts: 'none' });
  });

  it('loses all that waits to one call, and nothing of another channel', async () => {
    await asAdmin('POST', `/${channelId}/cancel-pending`);
    await pause();
    const chats = [await hand.aChat(), await hand.aChat(), await hand.aChat()];
    const ids: number[] = [];
    for (const { chatId } of [...chats, ...chats]) ids.push((await hand.send(chatId, 'передумали')).body.message.id);
    const other = await hand.desk.app.createChannel();
    expect((await asAdmin('POST', `/${other.id}/cancel-pending`)).body).toEqual({ cancelled: 0 });
    const answer = await asAdmin('POST', `/${channelId}/cancel-pending`);
    expect([answer.status, answer.body]).toEqual([200, { cancelled: 6 }]);
    for (const id of ids) {
      expect((await hand.get(id)).body).toMatchObject({ status: 'failed', error: { code: 'CANCELLED' } });
      expect(await hand.eventsOf(id)).toEqual(['message.queued', 'message.failed']);
      expect((await hand.story(id)).at(-1)?.text).toBe('Cancelled by admin@example.com.');
    }
    expect((await asAdmin('POST', `/${channelId}/cancel-pending`)).body).toEqual({ cancelled: 0 });
    await resume();
    const { phone, chatId } = chats[0] ?? { phone: '', chatId: 0 };
    expect((await hand.send(chatId, 'снова')).status).toBe(200);
    expect(await hand.sentTo(phone)).toEqual(['снова']);
  });

  it.each(['pause', 'resume', 'cancel-pending'])('is for admins to %s, and must exist', async (deed) => {
    expect((await hand.call('POST', `${CHANNELS}/${channelId}/${deed}`)).status).toBe(403);
    const missing = await asAdmin('POST', `/999999/${deed}`);
    expect([missing.status, missing.body['code']]).toEqual([404, 'CHANNEL_NOT_FOUND']);
    expect((await asAdmin('POST', `/x/${deed}`)).status).toBe(400);
  });
});
