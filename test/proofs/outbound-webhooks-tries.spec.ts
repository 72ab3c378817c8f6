import type { ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { encodeEventPosition } from '../../src/events/domain/event-position.js';
import { DeliveryJanitor } from '../../src/integrations/deliveries/delivery-janitor.service.js';
import { RecordAttempt } from '../../src/integrations/sending/record-attempt.service.js';
import { EventLogService } from '../../src/realtime/event-log.service.js';
import { EventViewService } from '../../src/realtime/event-view.service.js';
import { EndpointDesk, startEndpointDesk } from '../support/endpoint-desk.js';
import { until } from '../support/test-desk.js';
import { status } from '../support/webhook-receiver.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** So many may wait. */
const MAX_PENDING = 10_000;

describe('tries of outbound webhooks', () => {
  let desk: EndpointDesk;
  let path: string;
  let count = 0;

  beforeAll(async () => {
    // Receivers here answer when they are told to.
    desk = await startEndpointDesk(10 * MINUTE_MS);
  });
  afterAll(() => desk.close());
  beforeEach(async () => {
    await desk.removeAll();
    path = `/try-${(count += 1)}`;
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  async function create(of = path, token?: string): Promise<number> {
    return (await desk.create({ url: `https://crm.example.net${of}`, events: ['message.received'] }, token)).id;
  }

  /** Answers to the requests of a path, given when the test has come so far. */
  function holdAnswers(): (number: number, code: number) => void {
    const held: ServerResponse[] = [];
    desk.receiver.answer(path, (response) => void held.push(response));
    return (number, code) => held[number - 1]?.writeHead(code).end();
  }

  /** The ends of tries, in the order in which they were begun to be written. */
  function watchRecords(): { when: (number: number) => Promise<void> } {
    const recorder = desk.app.app.get(RecordAttempt, { strict: false });
    const record = recorder.record.bind(recorder);
    const ends: Promise<void>[] = [];
    jest.spyOn(recorder, 'record').mockImplementation((delivery, result) => {
      const end = record(delivery, result);
      ends.push(end);
      return end;
    });
    return {
      when: async (number) => {
        await until(async () => ends.length >= number);
        await ends[number - 1];
      },
    };
  }

  /** With deliveries that are not due in our time. */
  async function fill(id: number): Promise<void> {
    await desk.app.rows(
      `insert into webhook_deliveries (endpoint_id, event_id, type, version, occurred_at, data, created_at, next_at)
       select $1, 'waiting_' || number, 'webhook.reset', 1, now(), '{}', now(), '2100-01-01' from generate_series(0, $2) as number`,
      [id, MAX_PENDING],
    );
  }

  it('whose lease has run out change nothing, though the next one is in the same process', async () => {
    const answer = holdAnswers();
    const records = watchRecords();
    const id = await create();
    await desk.customerWrites('долго');
    await desk.receiver.when(path, 1);
    await desk.app.rows(`update webhook_deliveries set lease_expires_at = now() - interval '1 second'`);
    const [first, second] = await desk.receiver.when(path, 2);
    await desk.app.rows(`update webhook_deliveries set lease_expires_at = now() + interval '1 day'`);
    expect([first, second].map((one) => one?.headers['webhook-attempt'])).toEqual(['1', '2']);
    const stateNow = (): Promise<unknown[]> =>
      desk.app.rows(
        `select state, tries, lease_owner, last_status, (select count(*)::integer from webhook_attempts) as attempts
         from webhook_deliveries where endpoint_id = $1`,
        [id],
      );
    const before = await stateNow();
    expect(before).toMatchObject([{ state: 'pending', tries: 0, lease_owner: expect.any(String) }]);
    answer(1, 500);
    await records.when(1);
    expect(await stateNow()).toEqual(before);
    expect(await desk.endpoint(id)).toMatchObject({ failures: 0 });
    answer(2, 204);
    await records.when(2);
    const [done] = await desk.deliveries(id);
    expect(done).toMatchObject({ state: 'delivered', tries: 1, lastStatus: 204 });
    expect((await desk.delivery(id, done?.id ?? 0)).attempts).toMatchObject([{ status: 204 }]);
    expect(desk.receiver.at(path)).toHaveLength(2);
  });

  it('that an endpoint’s resumption overtakes are the first of the new three days', async () => {
    const answer = holdAnswers();
    const records = watchRecords();
    const id = await create();
    await desk.customerWrites('дважды');
    await desk.receiver.when(path, 1);
    answer(1, 500);
    await records.when(1);
    desk.app.clock.advance(3 * DAY_MS - MINUTE_MS);
    await desk.receiver.when(path, 2);
    await desk.patch(id, { paused: true });
    await desk.patch(id, { paused: false });
    desk.app.clock.advance(2 * MINUTE_MS);
    answer(2, 500);
    await records.when(2);
    expect(await desk.deliveries(id)).toMatchObject([{ state: 'pending', tries: 1, lastStatus: 500 }]);
    expect(await desk.endpoint(id)).toMatchObject({ paused: false, failures: 1 });
  });

  it('are skipped where nothing is there to be shown, and wait where only their owner may not be shown it', async () => {
    const views = desk.app.app.get(EventViewService, { strict: false });
    const render = views.render.bind(views);
    const gone = await create();
    jest.spyOn(views, 'render').mockResolvedValueOnce([]);
    await desk.customerWrites('пропало');
    await desk.deliveriesWhen(gone, ([one]) => one?.state === 'skipped');
    await desk.call('DELETE', `/${gone}`);

    const leaver = await desk.app.signedIn({ role: 'admin' });
    const id = await create(path, leaver.token);
    jest.spyOn(views, 'render').mockImplementationOnce(async (...given) => {
      await desk.app.rows(`update users set role = 'operator' where id = $1`, [leaver.id]);
      return render(...given);
    });
    await desk.customerWrites('кому теперь?');
    await until(async () => (await desk.endpoint(id)).pauseReason === 'owner_lost');
    await desk.deliveriesWhen(id, ([one]) => one?.state === 'pending');
    await until(
      async () => (await desk.app.rows('select 1 from webhook_deliveries where lease_owner is not null')).length === 0,
    );
    expect(desk.receiver.at(path)).toEqual([]);
    await desk.patch(id, { paused: false });
    const [told] = await desk.receiver.when(path, 1);
    expect(told).toMatchObject({ raw: expect.stringContaining('кому теперь?'), headers: { 'webhook-attempt': '1' } });
  });

  it('of a full endpoint hold up nobody, and nothing is read for it until it has room again', async () => {
    const log = desk.app.app.get(EventLogService, { strict: false });
    const after = jest.spyOn(log, 'after');
    const full = await create(`${path}/full`);
    const other = await create(`${path}/other`);
    await fill(full);
    const positionOf = async (id: number): Promise<string | undefined> =>
      (await desk.app.rows<{ position: string }>('select position from webhook_endpoints where id = $1', [id]))[0]
        ?.position;
    const place = await positionOf(full);
    await desk.customerWrites('номер 1');
    await desk.receiver.when(`${path}/other`, 1);
    // Within a second it is known to be full.
    let told = 1;
    for (let isRead = true; isRead && told < 50;) {
      await until(async () => (await positionOf(other)) !== place);
      after.mockClear();
      await desk.customerWrites(`номер ${(told += 1)}`);
      await desk.receiver.when(`${path}/other`, told);
      isRead = after.mock.calls.some(([position]) => encodeEventPosition(position) === place);
    }
    expect(told).toBeLessThan(50);
    expect([await positionOf(full), desk.receiver.at(`${path}/full`)]).toEqual([place, []]);

    // Full or not, it needs an owner.
    const own = `update webhook_endpoints set owner_id = $2, paused_at = null, pause_reason = null where id = $1`;
    await desk.app.rows(own, [full, desk.desk.operator.id]);
    await until(async () => (await desk.endpoint(full)).pauseReason === 'owner_lost');
    await desk.app.rows(own, [full, desk.admin.id]);

    await desk.app.rows(`delete from webhook_deliveries where endpoint_id = $1 and event_id = 'waiting_1'`, [full]);
    const numbers = (await desk.receiver.when(`${path}/full`, told)).map(({ raw }) => /номер \d+/.exec(raw)?.[0]);
    expect(new Set(numbers)).toEqual(new Set(Array.from({ length: told }, (_, index) => `номер ${index + 1}`)));
  });

  it('that nobody lets begin are given up after 30 days at a paused endpoint, and deleted after 30 more', async () => {
    const janitor = desk.app.app.get(DeliveryJanitor, { strict: false });
    desk.receiver.answer(path, status(500));
    const id = await create();
    await desk.customerWrites('забыто');
    await desk.deliveriesWhen(id, ([one]) => one?.tries === 1);
    await desk.patch(id, { paused: true });
    const days = async (count: number): Promise<unknown[]> => {
      desk.app.clock.advance(count * DAY_MS);
      await janitor.sweep();
      return desk.deliveries(id);
    };
    expect(await days(30)).toMatchObject([{ state: 'pending' }]);
    // Due for as long, but not paused for as long.
    await desk.app.rows('update webhook_endpoints set paused_at = $2 where id = $1', [id, desk.app.clock.now()]);
    expect(await days(1)).toMatchObject([{ state: 'pending' }]);
    expect(await days(30)).toMatchObject([{ state: 'failed', finishedAt: expect.any(String), nextAt: null, tries: 1 }]);
    expect(await desk.endpoint(id)).toMatchObject({ pending: 0 });
    expect(await days(29)).toHaveLength(1);
    expect(await days(2)).toEqual([]);
  });
});
