import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { withClient } from '../../src/database/with-client.js';
import { checkHistory } from './checker.js';
import { callApi } from './support/call-api.js';
import { FaultDesk } from './support/fault-desk.js';
import type { Called } from './support/history.js';
import { Load } from './support/load.js';
import { OwnCluster } from './support/own-cluster.js';
import { chooseSeed } from './support/random.js';
import { recordHistory } from './support/record-history.js';
import { say } from './support/run-script.js';

const SEED = chooseSeed('database');
/** Two seconds is the promise; the rest is for a machine that runs other suites beside this one. What was measured is printed. */
const PATIENCE_MS = 4_000;
/** Five seconds is the promise. */
const RECOVERED_WITHIN_MS = 20_000;
const FREE_AFTER_MS = 500;

type Heard = Pick<Called, 'status' | 'retryAfter' | 'invokedAt' | 'endedAt'>;

describe('a server whose PostgreSQL', () => {
  let cluster: OwnCluster;
  let desk: FaultDesk;
  let load: Load;
  let chatId: number;

  beforeAll(async () => {
    cluster = await OwnCluster.start();
    const databaseUrl = cluster.url;
    desk = await FaultDesk.start({
      databaseUrl,
      seed: SEED,
      processes: 1,
      customers: 12,
      patienceMs: PATIENCE_MS,
    });
    load = new Load(desk);
    const [chat] = await desk.query<{ id: number }>('select id::integer from chats order by id limit 1');
    chatId = chat?.id ?? 0;
  }, 120_000);

  afterAll(async () => {
    await load?.stop();
    await desk?.close();
    await cluster?.remove();
  });

  beforeEach(() => load.start({ senders: 2, customers: 1, readers: 1 }));

  /** Something is under way on many connections. */
  async function busy(): Promise<void> {
    const before = load.served;
    await desk.until(() => load.served > before + 10);
  }

  function send(): Promise<Called> {
    const key = randomUUID();
    return load.sendOnce({ chatId, key, text: `while away ${key}` });
  }

  function read(): Promise<Heard> {
    const path = `/api/waba/operator/chat/${chatId}/messages?limit=1`;
    return callApi(desk.anyUrl(), path, { token: desk.users.token, patienceMs: PATIENCE_MS });
  }

  /** Delivers a webhook once and gives the answers to it so far. */
  async function webhook(): Promise<(number | null)[]> {
    const before = desk.relay.deliveries.length;
    await desk.customerWrites('77020000000', `while away ${before}`);
    const delivery = desk.relay.deliveries.find(({ inbound }) => inbound[0]?.text === `while away ${before}`);
    await desk.until(() => (delivery?.answers.length ?? 0) > 0);
    return [...(delivery?.answers ?? [])];
  }

  async function expectAway(calls: Promise<Heard>[]): Promise<void> {
    const refusedBefore = desk.relay.refusals.length;
    const [answers, delivered] = await Promise.all([Promise.all(calls), webhook()]);
    const refusals = desk.relay.refusals.slice(refusedBefore);
    say(`503 to the API after ${slowest(answers.map(({ endedAt, invokedAt }) => endedAt - invokedAt))}`);
    say(`503 to webhooks after ${slowest(refusals.map(({ tookMs }) => tookMs))}`);
    for (const { status, retryAfter } of answers) expect([status, retryAfter]).toEqual([503, '5']);
    expect(delivered).not.toContain(200);
    expect(delivered[0]).toBe(503);
    expect(new Set(refusals.map(({ retryAfter }) => retryAfter))).toEqual(new Set(['5']));
  }

  async function expectRecovered(): Promise<void> {
    const begunAt = performance.now();
    await desk.until(async () => (await read()).status === 200, RECOVERED_WITHIN_MS);
    await desk.until(async () => (await send()).outcome === 'ok', RECOVERED_WITHIN_MS);
    await desk.until(async () => (await webhook()).at(-1) === 200, RECOVERED_WITHIN_MS);
    say(`at work again after ${slowest([performance.now() - begunAt])}`);
    await load.stop();
    await desk.settled();
    expect(checkHistory(await recordHistory(desk, load))).toEqual([]);
  }

  it('stands still says so within two seconds and loses nothing', async () => {
    await busy();
    const thaw = await cluster.freeze();
    try {
      // At once, on connections that were open; and later, when new ones are needed.
      await expectAway([read(), send()]);
      await expectAway([read(), send()]);
    } finally {
      thaw();
    }
    await expectRecovered();
  }, 150_000);

  it.each(['fast', 'immediate'] as const)(
    'is restarted (%s) is back with it and loses nothing',
    async (mode) => {
      await busy();
      await cluster.stop(mode);
      await expectAway([read(), send()]);
      await cluster.restart();
      await desk.reconnect();
      await expectRecovered();
    },
    150_000,
  );

  it('has become read-only acknowledges nothing, and leaves its connections for better ones', async () => {
    await busy();
    await withClient(cluster.adminUrl, async (admin) => {
      await admin.query('alter database app set default_transaction_read_only = on');
      await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = 'app'`);
    });
    await desk.reconnect();
    // The sessions of now stay as they are, like those to a server that was the primary.
    await expectAway([send()]);
    // Every connection the pool may have is open now, and leads to a session that takes no writes for as long as it lives.
    await Promise.all(Array.from({ length: 40 }, read));
    await withClient(cluster.adminUrl, (admin) =>
      admin.query('alter database app reset default_transaction_read_only'),
    );
    await desk.reconnect();
    await expectRecovered();
  }, 150_000);

  it('has no connection left says so and takes the next one', async () => {
    await busy();
    const hogs: Client[] = [];
    await withClient(cluster.adminUrl, async (admin) => {
      for (let left = 1; left > 0;) {
        await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = 'app'`);
        await hog(cluster.adminUrl, hogs);
        // The place of one that ends is free a moment later, and the server asks for it all the time.
        await delay(FREE_AFTER_MS);
        await hog(cluster.adminUrl, hogs);
        left = (await admin.query(`select from pg_stat_activity where datname = 'app'`)).rowCount ?? 0;
      }
      await expectAway([read(), send()]);
    });
    await Promise.all(hogs.map((client) => client.end()));
    await desk.reconnect();
    await expectRecovered();
  }, 150_000);

  it('keeps a table locked refuses those who wait for it, and takes webhooks all the while', async () => {
    await busy();
    await withClient(cluster.url, async (client) => {
      await client.query('begin; lock table messages in access exclusive mode');
      const reads = Promise.all(Array.from({ length: 20 }, read));
      expect(await webhook()).toEqual([200]);
      const answers = await reads;
      say(`503 to the API after ${slowest(answers.map(({ endedAt, invokedAt }) => endedAt - invokedAt))}`);
      for (const { status, retryAfter } of answers) expect([status, retryAfter]).toEqual([503, '5']);
      await client.query('rollback');
    });
    await expectRecovered();
  }, 150_000);
});

function slowest(times: number[]): string {
  return `${Math.round(Math.max(...times))} ms at most`;
}

/** Takes every connection there is. */
async function hog(url: string, hogs: Client[]): Promise<void> {
  for (let isFull = false; !isFull;) {
    const client = new Client({ connectionString: url });
    client.on('error', () => undefined);
    isFull = await client.connect().then(
      () => false,
      () => true,
    );
    if (!isFull) hogs.push(client);
  }
}
