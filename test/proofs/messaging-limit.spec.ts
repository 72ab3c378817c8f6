import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ORDER, startTemplatesDesk, type TemplatesDesk } from '../support/templates-desk.js';
import { type SendAnswer, until } from '../support/test-desk.js';
import type { ApiAnswer } from '../support/test-app.js';

interface Reach {
  used: number;
  limit: number | null;
  resetsAt: string | null;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const HELLO = { name: 'hello_again', language: 'ru' };

describe('the messaging limit', () => {
  let desk: TemplatesDesk;
  let admin: { token: string; id: number };
  let phone = 77_016_000_000;

  beforeAll(async () => {
    desk = await startTemplatesDesk({ isWindowOpen: false });
    admin = await desk.desk.app.signedIn({ role: 'admin' });
  });
  afterAll(() => desk.desk.close());
  /** Nobody counts any more. */
  beforeEach(async () => {
    desk.desk.app.clock.advance(4 * DAY_MS);
    admin.token = await desk.desk.app.tokenOf(admin);
    desk.desk.operator.token = await desk.desk.app.tokenOf(desk.desk.operator);
  });

  const setLimit = async (limit: number): Promise<void> => {
    await desk.webhook('business_capability_update', { max_daily_conversations_per_business: limit });
    await desk.desk.settled();
  };
  const sendTo = (to: number, template: object = HELLO): Promise<ApiAnswer<SendAnswer>> => {
    const body = { to: { channelId: desk.desk.fixture.channelId, phone: `+${to}` }, type: 'template', template };
    return desk.desk.send(body);
  };
  const strangers = (count: number): Promise<ApiAnswer<SendAnswer>[]> =>
    Promise.all(Array.from({ length: count }, () => sendTo((phone += 1))));
  const tally = (answers: ApiAnswer<SendAnswer>[]): Record<string, number> => {
    const words = answers.map(({ status, body }) => `${status} ${body.message.substate ?? body.message.status}`);
    return Object.fromEntries([...new Set(words)].map((word) => [word, words.filter((one) => one === word).length]));
  };
  const reach = async (): Promise<Reach | undefined> => {
    const { body } = await desk.desk.get<{ channels: { reach: Reach }[] }>('/api/admin/channels', admin.token);
    const own = await desk.desk.get<{ channels: { reach: Reach }[] }>('/api/waba/operator/channels');
    expect(own.body.channels[0]?.reach).toEqual(body.channels[0]?.reach);
    return body.channels[0]?.reach;
  };
  const refusals = async (): Promise<object> =>
    (await desk.desk.control<{ refusals: object }>('GET', 'requests')).refusals;

  it('is not there until Meta tells it, and who was reached is counted all the same', async () => {
    expect(await reach()).toEqual({ used: 0, limit: null, resetsAt: null });
    const at = desk.desk.app.clock.now();
    expect(tally(await strangers(3))).toEqual({ '200 sent': 3 });
    expect(await reach()).toEqual({ used: 3, limit: null, resetsAt: new Date(at.getTime() + DAY_MS).toISOString() });
  });

  it('lets no more than so many through, however many are sent at once, and the others later by themselves', async () => {
    await setLimit(5);
    const { clock } = desk.desk.app;
    const frees = new Date(clock.now().getTime() + DAY_MS);
    const answers = await strangers(20);
    expect(tally(answers)).toEqual({ '200 sent': 5, '202 throttled': 15 });
    expect(await reach()).toEqual({ used: 5, limit: 5, resetsAt: frees.toISOString() });
    const waiting = answers.filter(({ status }) => status === 202);
    const shown = await desk.desk.get(`/api/waba/operator/message-status/${waiting[0]?.body.message.id}`);
    expect(shown.body).toMatchObject({ substate: 'throttled', nextAttemptAt: frees.toISOString() });
    // A number more is no customer more.
    const known = await desk.desk.app.rows<{ value: string }>(
      `select value from customer_identities join chats using (customer_id) join messages on messages.chat_id = chats.id
       where messages.status <> 'pending' order by messages.id desc limit 1`,
    );
    expect(tally([await sendTo(Number(known[0]?.value))])).toEqual({ '200 sent': 1 });
    await setLimit(8);
    await until(async () => (await desk.desk.count(`messages where status = 'pending'`)) === 12);
    clock.advance(DAY_MS);
    desk.desk.operator.token = await desk.desk.app.tokenOf(desk.desk.operator);
    admin.token = await desk.desk.app.tokenOf(admin);
    await until(async () => (await desk.desk.count(`messages where status = 'pending'`)) === 0);
    // Those for whom there was no place in a whole day either.
    expect(await desk.desk.count(`messages where error->>'own' = 'MESSAGING_LIMIT'`)).toBe(4);
    expect(await reach()).toMatchObject({ used: 8, limit: 8 });
    expect(await refusals()).toEqual({});
  });

  it('does not count a template inside the window, nor one that failed', async () => {
    await setLimit(1);
    const inside = (phone += 1);
    const write = { from: `+${inside}`, type: 'text', text: { body: 'Здравствуйте' } };
    await desk.desk.control('POST', 'inbound', write);
    await desk.desk.settled();
    expect(tally([await sendTo(inside, ORDER)])).toEqual({ '200 sent': 1 });
    await desk.desk.control('PUT', 'faults', { fail: { code: 131026, times: 1 } });
    const [failed] = await strangers(1);
    await desk.desk.statusWhen(failed?.body.message.id ?? 0, ({ status }) => status === 'failed');
    expect(await reach()).toEqual({ used: 0, limit: 1, resetsAt: null });
    expect(tally(await strangers(1))).toEqual({ '200 sent': 1 });
    expect(await reach()).toMatchObject({ used: 1, limit: 1 });
  });

  it('no longer holds a template back when its customer writes', async () => {
    await setLimit(2);
    const answers = await strangers(3);
    expect(tally(answers)).toEqual({ '200 sent': 2, '202 throttled': 1 });
    const held = answers.find(({ status }) => status === 202)?.body.message;
    const [row] = await desk.desk.app.rows<{ value: string }>(
      `select value from customer_identities join chats using (customer_id) where chats.id = $1`,
      [held?.chatId],
    );
    const text = { from: `+${row?.value}`, type: 'text', text: { body: 'Здравствуйте' } };
    await desk.desk.control('POST', 'inbound', text);
    await desk.desk.statusWhen(held?.id ?? 0, ({ status }) => status === 'read');
    expect(await reach()).toMatchObject({ used: 2, limit: 2 });
  });

  it('gives a template up that found no place for 24 hours', async () => {
    await setLimit(0);
    const [answer] = await strangers(1);
    expect([answer?.status, answer?.body.message.substate]).toEqual([202, 'throttled']);
    desk.desk.app.clock.advance(DAY_MS);
    desk.desk.operator.token = await desk.desk.app.tokenOf(desk.desk.operator);
    const { error } = await desk.desk.statusWhen(answer?.body.message.id ?? 0, ({ status }) => status === 'failed');
    expect(error).toMatchObject({ code: 'MESSAGING_LIMIT', provider: null });
  });

  it('is played by the simulator too', async () => {
    await desk.desk.app.rows(`delete from channel_changes`);
    const before = await desk.desk.control<{ sent: unknown[] }>('GET', 'sent');
    const [answer] = await strangers(1);
    expect([answer?.status, answer?.body.code]).toEqual([422, 'REJECTED']);
    expect(await refusals()).toEqual({ '131048': 1 });
    expect((await desk.desk.control<{ sent: unknown[] }>('GET', 'sent')).sent).toHaveLength(before.sent.length);
  });

  it('of marketing that was planned is asked for the customer’s will once more', async () => {
    await desk.webhook('business_capability_update', { max_daily_conversations_per_business: -1 });
    await desk.desk.settled();
    const at = new Date(desk.desk.app.clock.now().getTime() + 60_000).toISOString();
    const { chatId } = desk.desk;
    const sale = { name: 'new_collection', language: 'ru', parameters: ['Айгуль'] };
    const planned = await desk.send(sale, { scheduledAt: at });
    const other = await desk.send(HELLO, { scheduledAt: at });
    const before = (await desk.sent()).length;
    await desk.desk.app.rows(
      `insert into customer_marketing (customer_id, opted_out, since, source) select customer_id, true, now(), 'customer' from chats where id = $1`,
      [chatId],
    );
    desk.desk.app.clock.advance(61_000);
    const path = `/api/waba/operator/message/${planned.body.message.id}`;
    const { error } = await desk.desk.statusWhen(planned.body.message.id, ({ status }) => status === 'failed');
    expect(error).toMatchObject({ code: 'RECIPIENT', title: 'The customer opted out of marketing messages.' });
    await desk.desk.statusWhen(other.body.message.id, ({ status }) => status === 'read');
    const retry = await desk.desk.app.call<SendAnswer>('POST', `${path}/retry`, {
      token: desk.desk.operator.token,
      body: {},
    });
    expect([retry.status, retry.body.code]).toEqual([422, 'RECIPIENT']);
    expect(await desk.sent()).toHaveLength(before + 1);
    const story = await desk.desk.get(`${path}/story`);
    expect(story.text).toContain('opted out of marketing messages meanwhile');
    const [word] = await desk.desk.app.rows(`select source from customer_marketing`);
    expect(word).toEqual({ source: 'customer' });
  });
});
