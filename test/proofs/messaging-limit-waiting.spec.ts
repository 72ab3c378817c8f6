import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { AccountReachService } from '../../src/channels/account/account-reach.service.js';
import { NumberRate } from '../../src/messages/dispatch/number-rate.service.js';
import { startTemplatesDesk, type TemplatesDesk } from '../support/templates-desk.js';
import { receipt, type StatusAnswer, statusValue, type TestDesk, until } from '../support/test-desk.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

interface Status extends StatusAnswer {
  substate: string | null;
  nextAttemptAt: string | null;
}

interface Held {
  id: number;
  chatId: number;
}

describe('templates that wait for a place in the messaging limit', () => {
  let templates: TemplatesDesk;
  let desk: TestDesk;
  let phone = 77_017_000_000;
  let words = 0;

  beforeAll(async () => {
    templates = await startTemplatesDesk({ isWindowOpen: false });
    desk = templates.desk;
    await desk.control('PUT', 'faults', { receipts: 'none' });
  });
  afterAll(() => desk.close());
  /** Nobody counts or waits any more. */
  beforeEach(async () => {
    await goOn(4 * DAY);
    await setLimit(-1);
    await until(async () => (await desk.count(`chat_queue where next_at is not null`)) === 0);
    await goOn(4 * DAY);
  });

  const goOn = async (milliseconds: number): Promise<void> => {
    desk.app.clock.advance(milliseconds);
    desk.operator.token = await desk.app.tokenOf(desk.operator);
  };
  const setLimit = async (limit: number): Promise<void> => {
    // The same words once more would be the same webhook once more.
    const nth = (words += 1);
    await templates.webhook('business_capability_update', { max_daily_conversations_per_business: limit, nth });
    await desk.settled();
  };
  const stranger = async (): Promise<Held> => {
    phone += 1;
    const to = { channelId: desk.fixture.channelId, phone: `+${phone}` };
    const template = { name: 'hello_again', language: 'ru' };
    const { body } = await desk.send({ to, type: 'template', template });
    return { id: body.message.id, chatId: body.message.chatId };
  };
  const statusOf = async ({ id }: Held): Promise<Status> =>
    (await desk.get<Status>(`/api/waba/operator/message-status/${id}`)).body;
  /** When the dispatcher looks at them. */
  const looksAt = async (held: Held[]): Promise<(string | undefined)[]> => {
    const rows = await desk.app.rows<{ id: number; at: Date }>(
      'select chat_id as id, next_at as at from chat_queue where chat_id = any($1)',
      [held.map(({ chatId }) => chatId)],
    );
    return held.map(({ chatId }) => rows.find(({ id }) => id === chatId)?.at.toISOString());
  };
  const leaves = (held: Held): Promise<unknown> => desk.statusWhen(held.id, ({ status }) => status === 'sent');
  const inFuture = (milliseconds: number): string =>
    new Date(desk.app.clock.now().getTime() + milliseconds).toISOString();

  it('take no token of their number, neither at first nor when they look again', async () => {
    await setLimit(0);
    const held = [await stranger()];
    const tokens = jest.spyOn(desk.app.app.get(NumberRate, { strict: false }), 'take');
    for (let count = 0; count < 5; count += 1) held.push(await stranger());
    const first = await looksAt(held);
    expect(new Set(first).size).toBe(6);
    await goOn(15 * MINUTE);
    await until(async () => (await looksAt(held)).every((at) => at !== undefined && at > inFuture(0)));
    expect(tokens).not.toHaveBeenCalled();
    expect(await statusOf(held[3]!)).toMatchObject({ status: 'pending', substate: 'throttled' });
    tokens.mockRestore();
  });

  it('leave in the order in which they came, as many as places come free, and the others are not troubled', async () => {
    await setLimit(1);
    await leaves(await stranger());
    await goOn(DAY - 9 * MINUTE);
    const held: Held[] = [];
    for (let count = 0; count < 4; count += 1) {
      held.push(await stranger());
      await goOn(MINUTE);
    }
    const [first, second, third, fourth] = held as [Held, Held, Held, Held];
    const frees = inFuture(5 * MINUTE);
    for (const one of held) expect(await statusOf(one)).toMatchObject({ nextAttemptAt: frees });
    const looks = await looksAt(held);
    await goOn(5 * MINUTE);
    await leaves(first);
    const reach = desk.app.app.get(AccountReachService, { strict: false });
    await reach.offerPlaces();
    expect(await looksAt([second, third, fourth])).toEqual(looks.slice(1));
    // There is no place for them before they have waited for a whole day.
    expect((await statusOf(second)).nextAttemptAt).toBe(inFuture(DAY - 8 * MINUTE));
    await goOn(SECOND);
    await setLimit(2);
    await leaves(second);
    await reach.offerPlaces();
    expect(await looksAt([third, fourth])).toEqual(looks.slice(2));
    await goOn(SECOND);
    await setLimit(-1);
    await leaves(third);
    await leaves(fourth);
  });

  it('leave soon when a place comes free before its time', async () => {
    // The simulator counts for itself, and hears nothing of a receipt that is posted here.
    await templates.notice('business_capability_update', { max_daily_conversations_per_business: 1 });
    await desk.settled();
    const failing = await stranger();
    await leaves(failing);
    await goOn(HOUR);
    const held = await stranger();
    expect((await statusOf(held)).nextAttemptAt).toBe(inFuture(23 * HOUR));
    const { whatsappMessageId } = await statusOf(failing);
    const errors = [{ code: 131026, title: 'Message undeliverable' }];
    const at = Math.floor(desk.app.clock.millis() / SECOND);
    await desk.postValues(statusValue([receipt(whatsappMessageId ?? '', 'failed', at, { errors })]));
    await desk.statusWhen(failing.id, ({ status }) => status === 'failed');
    await goOn(MINUTE);
    await leaves(held);
  });

  it('are given up 24 hours after they first found no place, however long they waited for something else before', async () => {
    await setLimit(0);
    const admin = await desk.app.createUser({ role: 'admin', email: 'admin@limit.example' });
    const channel = async (deed: string): Promise<void> => {
      const token = await desk.app.tokenOf(admin);
      await desk.app.call('POST', `/api/admin/channels/${desk.fixture.channelId}/${deed}`, { token });
    };
    await channel('pause');
    const held = await stranger();
    await goOn(30 * HOUR);
    await channel('resume');
    await until(async () => {
      const status = await statusOf(held);
      expect(status.status).toBe('pending');
      return status.nextAttemptAt === inFuture(DAY);
    });
    await goOn(DAY - 1);
    await until(async () => (await looksAt([held]))[0] === inFuture(1));
    expect((await statusOf(held)).status).toBe('pending');
    await goOn(1);
    const { error } = await desk.statusWhen(held.id, ({ status }) => status === 'failed');
    expect(error).toMatchObject({ code: 'MESSAGING_LIMIT', provider: null });
  });
});
