// A restart under 2,000 streams: they hear goodbye, and come back to another server within some five seconds, while events go on.
//   node --import ./test/support/ts-loader.mjs test/bench/reconnects.ts
// Prints how soon they were back, and what others waited for meanwhile. Times are figures of this machine, never a condition; the exit
// code tells whether all came back and each saw every event once, in order.
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { runScript, say } from '../faults/support/run-script.js';
import { startSharedCluster } from '../support/shared-cluster.js';
import { StreamServers } from '../support/stream-servers.js';

const USERS = 400;
const STREAMS_OF_USER = 5;
const CHATS = 50;
const EVERY_MS = 100;
const PROBE_EVERY_MS = 50;
const PATIENCE_MS = 120_000;
/** What is asked of it on a machine of its own. */
const ALLOWED = { backMs: 15_000, apiMs: 500 };

/** A client as browsers have one: goes on behind the last id, after the pause it was told. */
class Reader {
  readonly chatIds: number[] = [];
  /** When its latest stream began; undefined while it has none. */
  openedAt: number | undefined;
  refusals = 0;
  private isOver = false;
  private lastId = '';
  private retryMs = 1_000;
  private rest = '';

  constructor(
    private readonly url: () => URL,
    private readonly token: string,
  ) {}

  connect(): void {
    if (this.isOver) return;
    const url = this.url();
    const socket = connect(Number(url.port), url.hostname).setEncoding('utf8');
    const resume = this.lastId === '' ? '' : `Last-Event-ID: ${this.lastId}\r\n`;
    socket.write(
      `GET /api/waba/operator/events HTTP/1.1\r\nHost: ${url.host}\r\nAccept: text/event-stream\r\n${resume}Authorization: Bearer ${this.token}\r\n\r\n`,
    );
    this.rest = '';
    socket.on('data', (chunk: string) => this.take(chunk));
    socket.on('error', () => undefined);
    socket.once('close', () => {
      if (this.openedAt === undefined) this.refusals += 1;
      this.openedAt = undefined;
      if (!this.isOver) setTimeout(() => this.connect(), this.retryMs);
    });
  }

  stop(): void {
    this.isOver = true;
  }

  private take(chunk: string): void {
    const blocks = (this.rest + chunk).split('\n\n');
    this.rest = blocks.pop() ?? '';
    for (const block of blocks) {
      // The first block has the head of the answer before it.
      if (block.startsWith('HTTP/1.1 200 ')) this.openedAt = performance.now();
      this.lastId = /^id: (.+)$/m.exec(block)?.[1] ?? this.lastId;
      this.retryMs = Number(/^retry: (\d+)$/m.exec(block)?.[1] ?? this.retryMs);
      const chatId = /^data: .*"chatId":(\d+)/m.exec(block)?.[1];
      if (chatId !== undefined) this.chatIds.push(Number(chatId));
    }
  }
}

async function until(check: () => boolean): Promise<boolean> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!check()) {
    if (performance.now() > deadline) return false;
    await delay(5);
  }
  return true;
}

/** Does it again and again until it is told to stop, which waits for the last time. */
function repeat(everyMs: number, work: () => Promise<unknown>): () => Promise<void> {
  const over = new AbortController();
  const running = (async () => {
    while (!over.signal.aborted) {
      await work();
      await delay(everyMs);
    }
  })();
  return async () => {
    over.abort();
    await running;
  };
}

function percentile(values: number[], part: number): string {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(0);
}

async function open(servers: StreamServers, url: () => URL, readers: Reader[]): Promise<void> {
  for (let userId = 1; userId <= USERS; userId += 1) {
    const token = await servers.token(userId);
    const own = Array.from({ length: STREAMS_OF_USER }, () => new Reader(url, token));
    readers.push(...own);
    for (const reader of own) reader.connect();
    if (!(await until(() => own.every(({ openedAt }) => openedAt !== undefined)))) throw new Error('not opened');
  }
}

/** Asks for the list of chats, as operators at work do; how long each answer took, in milliseconds. */
function probe(url: URL, token: string, times: number[]): () => Promise<void> {
  return repeat(PROBE_EVERY_MS, async () => {
    const began = performance.now();
    const answer = await fetch(new URL('/api/waba/operator/chats', url), {
      headers: { authorization: `Bearer ${token}` },
    });
    await answer.arrayBuffer();
    if (answer.status !== 200) say(`the list of chats was answered ${answer.status}`);
    times.push(performance.now() - began);
  });
}

async function measure(cleanUp: AsyncDisposableStack): Promise<boolean> {
  const cluster = await startSharedCluster();
  cleanUp.defer(() => cluster.stop());
  process.env['TEST_DATABASE_ADMIN_URL'] = cluster.adminUrl;
  const servers = await StreamServers.open({ users: USERS, chats: CHATS });
  cleanUp.defer(() => servers.close());
  const first = await servers.start();
  const urlOf = (): URL => new URL(servers.livingUrls().at(-1) ?? '');
  const readers: Reader[] = [];
  cleanUp.defer(() => {
    for (const reader of readers) reader.stop();
  });
  await open(servers, urlOf, readers);
  say(`${readers.length} streams open`);
  await servers.start();
  const operator = await servers.token(1);
  const stopWriting = repeat(EVERY_MS, () => servers.write(1));
  const calm: number[] = [];
  const stopCalm = probe(urlOf(), operator, calm);
  await delay(5_000);
  await stopCalm();
  const busy: number[] = [];
  const stopBusy = probe(urlOf(), operator, busy);
  const leftAt = performance.now();
  first.signal('SIGTERM');
  const areBack = await until(() => readers.every(({ openedAt = 0 }) => openedAt > leftAt));
  await stopBusy();
  await stopWriting();
  const log = await servers.log();
  const isWhole = await until(() => readers.every(({ chatIds }) => chatIds.length >= log.length));
  // What came twice would come now.
  await delay(1_000);
  const expected = JSON.stringify(log);
  const wrong = readers.filter(({ chatIds }) => JSON.stringify(chatIds) !== expected).length;
  const back = readers.map(({ openedAt = Infinity }) => openedAt - leftAt);
  const refusals = readers.reduce((sum, one) => sum + one.refusals, 0);
  process.stdout.write(
    `${[
      `back: p50 ${percentile(back, 0.5)} ms, p99 ${percentile(back, 0.99)} ms, the last after ${percentile(back, 1)} ms (allowed: ${ALLOWED.backMs}); ${refusals} attempts refused or lost`,
      `list of chats meanwhile: p50 ${percentile(busy, 0.5)} ms, p99 ${percentile(busy, 0.99)} ms (allowed: ${ALLOWED.apiMs}); before: p50 ${percentile(calm, 0.5)} ms, p99 ${percentile(calm, 0.99)} ms`,
      `events: ${log.length}, seen otherwise than once and in order by ${wrong} of ${readers.length}`,
    ].join('\n')}\n`,
  );
  return areBack && isWhole && wrong === 0;
}

await runScript(measure);
