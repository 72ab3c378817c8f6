// How many streams one process carries: 5,000 that hear nothing and 1,000 that get 10 events a second, then a burst.
//   npm run build && node --import ./test/support/ts-loader.mjs test/bench/streams.ts
// Prints what a connection costs in memory, what a delivery costs in CPU, and how late events are. A latency is a figure of this
// machine, never a condition; the exit code tells of the memory alone (512 MiB), and of events that did not come.
import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { runScript, say } from '../faults/support/run-script.js';
import { productionEnvironment, ServerProcess } from '../support/server-process.js';
import { startSharedCluster } from '../support/shared-cluster.js';
import { createTestDatabase } from '../support/test-database.js';
import { accessClaims, forgeToken } from '../support/token-forge.js';

const STREAMS_OF_USER = 5;
const IDLE_USERS = 1_000;
const ACTIVE_USERS = 200;
const PACED_EVENTS = 200;
const EVERY_MS = 100;
const BURST = 200;
const MAX_RSS_MIB = 512;
const TICKS_PER_SECOND = 100;

/** Users 1 … 1,000 in channel 1, where nothing happens, the others in channel 2. */
const WORLD = `
  insert into users (id, email, name, password_hash, role) overriding system value
    select n, n || '@example.com', 'Anna', '', 'operator' from generate_series(1, ${IDLE_USERS + ACTIVE_USERS}) as n;
  insert into channels (id, name, phone_number_id, waba_id, access_policy)
    values (1, 'Idle', '1', '1', 'all_chats'), (2, 'Active', '2', '2', 'own_and_unassigned');
  insert into channel_members (channel_id, user_id)
    select case when n <= ${IDLE_USERS} then 1 else 2 end, n from generate_series(1, ${IDLE_USERS + ACTIVE_USERS}) as n;
  insert into customers (id, profile_name) select n, 'Айгуль' from generate_series(1, 100) as n;
  insert into chats (id, channel_id, customer_id, created_at, updated_at) select n, 2, n, now(), now() from generate_series(1, 100) as n`;

/** Counts what comes without looking into it. */
class Reader {
  count = 0;
  private tail = '';

  constructor(
    readonly socket: Socket,
    private readonly onEvent: (count: number) => void,
  ) {
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => this.take(chunk));
    socket.on('error', () => undefined);
  }

  private take(chunk: string): void {
    const text = this.tail + chunk;
    for (let at = text.indexOf('\ndata:'); at >= 0; at = text.indexOf('\ndata:', at + 6)) {
      this.count += 1;
      this.onEvent(this.count);
    }
    this.tail = text.slice(-5);
  }
}

interface Usage {
  rssMib: number;
  cpuSeconds: number;
}

async function usageOf(pid: number): Promise<Usage> {
  const [status, stat] = [await readFile(`/proc/${pid}/status`, 'utf8'), await readFile(`/proc/${pid}/stat`, 'utf8')];
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    rssMib: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024,
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
  };
}

async function openStream(url: URL, token: string, onEvent: (count: number) => void): Promise<Reader> {
  const socket = connect(Number(url.port), url.hostname);
  const head = `GET /api/waba/operator/events HTTP/1.1\r\nHost: ${url.host}\r\nAccept: text/event-stream\r\nAuthorization: Bearer ${token}\r\n\r\n`;
  socket.write(head);
  const first = await new Promise<Buffer>((resolve, reject) => {
    socket.once('data', resolve).once('error', reject);
  });
  const text = first.toString('latin1');
  if (!text.startsWith('HTTP/1.1 200')) throw new Error(`the stream was not opened: ${text.slice(0, 200)}`);
  return new Reader(socket, onEvent);
}

class Bench {
  readonly latencies: number[] = [];
  readonly active: Reader[] = [];
  private readonly sentAt: number[] = [];

  constructor(
    private readonly url: URL,
    private readonly secret: string,
    private readonly client: Client,
  ) {}

  async open(userIds: number[], readers: Reader[]): Promise<void> {
    const now = new Date();
    for (let first = 0; first < userIds.length; first += 10) {
      const some = userIds.slice(first, first + 10);
      await Promise.all(
        some.map(async (userId) => {
          const sessionId = randomUUID();
          await this.client.query(
            `insert into sessions (id, user_id, created_at, expires_at) values ($1, $2, now(), now() + interval '1 day')`,
            [sessionId, userId],
          );
          const claims = accessClaims({ userId, sessionId, now });
          const token = forgeToken({ alg: 'HS256', typ: 'JWT' }, claims, { secret: this.secret });
          for (let index = 0; index < STREAMS_OF_USER; index += 1) {
            readers.push(await openStream(this.url, token, (count) => this.note(count)));
          }
        }),
      );
    }
  }

  async write(count: number): Promise<void> {
    const at = performance.now();
    for (let index = 0; index < count; index += 1) this.sentAt.push(at);
    await this.client.query(
      `insert into events (type, occurred_at, channel_id, chat_id)
       select 'chat.updated', now(), 2, 1 + (random() * 99)::integer from generate_series(1, $1)`,
      [count],
    );
    await this.client.query('notify events');
  }

  /** False where some did not come within a minute. */
  async arrived(): Promise<boolean> {
    const deadline = performance.now() + 60_000;
    while (this.active.some(({ count }) => count < this.sentAt.length)) {
      if (performance.now() > deadline) return false;
      await delay(5);
    }
    return true;
  }

  private note(count: number): void {
    this.latencies.push(performance.now() - (this.sentAt[count - 1] ?? 0));
  }
}

function percentile(values: number[], part: number): string {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(0);
}

async function measure(cleanUp: AsyncDisposableStack): Promise<boolean> {
  const cluster = await startSharedCluster();
  cleanUp.defer(() => cluster.stop());
  process.env['TEST_DATABASE_ADMIN_URL'] = cluster.adminUrl;
  const database = await createTestDatabase();
  const environment = productionEnvironment(database.url);
  const client = new Client({ connectionString: database.url });
  await client.connect();
  client.on('error', () => undefined);
  await client.query(WORLD);
  const server = new ServerProcess('dist/src/main.js', environment);
  cleanUp.defer(async () => {
    server.signal('SIGKILL');
    await server.exited;
  });
  const bench = new Bench(new URL(await server.url()), environment['JWT_SECRET'] ?? '', client);
  const range = (first: number, count: number): number[] => Array.from({ length: count }, (_, index) => first + index);
  const idle: Reader[] = [];
  await delay(1_000);
  const empty = await usageOf(server.pid);
  await bench.open(range(1, IDLE_USERS), idle);
  const withIdle = await usageOf(server.pid);
  say(`${idle.length} idle streams open`);
  await bench.open(range(IDLE_USERS + 1, ACTIVE_USERS), bench.active);
  await delay(1_000);
  const before = await usageOf(server.pid);
  say(`${bench.active.length} active streams open`);
  let highest = before.rssMib;
  const began = performance.now();
  for (let count = 0; count < PACED_EVENTS; count += 1) {
    await bench.write(1);
    highest = Math.max(highest, (await usageOf(server.pid)).rssMib);
    await delay(Math.max(0, began + (count + 1) * EVERY_MS - performance.now()));
  }
  const isPacedWhole = await bench.arrived();
  const paced = bench.latencies.splice(0);
  const after = await usageOf(server.pid);
  const burstBegan = performance.now();
  await bench.write(BURST);
  const isBurstWhole = await bench.arrived();
  const burstMs = performance.now() - burstBegan;
  highest = Math.max(highest, (await usageOf(server.pid)).rssMib);
  const deliveries = bench.active.length * PACED_EVENTS;
  const lines = [
    `memory: ${empty.rssMib.toFixed(0)} MiB without streams, ${withIdle.rssMib.toFixed(0)} with ${idle.length} idle, at most ${highest.toFixed(0)} with ${bench.active.length} active ones (allowed: ${MAX_RSS_MIB})`,
    `a connection: ${(((before.rssMib - empty.rssMib) * 1024) / (idle.length + bench.active.length)).toFixed(1)} KiB`,
    `paced, ${1_000 / EVERY_MS} events/s to ${bench.active.length}: p50 ${percentile(paced, 0.5)} ms, p99 ${percentile(paced, 0.99)} ms, ${(((after.cpuSeconds - before.cpuSeconds) * 1e6) / deliveries).toFixed(1)} µs CPU a delivery`,
    `burst of ${BURST} to ${bench.active.length}: ${((bench.active.length * BURST) / burstMs).toFixed(1)}k deliveries/s, p99 ${percentile(bench.latencies, 0.99)} ms`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  if (!isPacedWhole || !isBurstWhole) say('events did not come');
  await client.end();
  return isPacedWhole && isBurstWhole && highest <= MAX_RSS_MIB;
}

await runScript(measure);
