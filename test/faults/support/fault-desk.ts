import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, type QueryResultRow } from 'pg';
import { ShiftedClock } from '../../../src/common/clock.js';
import type { RunningSimulator } from '../../../src/simulator/simulator-options.js';
import { startSimulator } from '../../../src/simulator/simulator.js';
import { productionEnvironment, ServerProcess } from '../../support/server-process.js';
import { createChannel, createUsers, FaultUsers, PHONE_NUMBER, signIn } from './fault-users.js';
import type { GraphPost, History } from './history.js';
import { endLeasesOf, watchLeases } from './lease-watch.js';
import { SeededRandom } from './random.js';
import { readStoredRows } from './stored-rows.js';
import { WebhookRelay } from './webhook-relay.js';

const PRELOAD = new URL('./arm-failpoint.mjs', import.meta.url).href;
/** What a backlog may take after a crash (hostile cases, F1). */
const SETTLE_WITHIN_MS = 30_000;
/** Longer than an uncertain attempt is waited for. */
const GIVE_UP_SECONDS = 16 * 60;

export interface FaultDeskOptions {
  databaseUrl: string;
  seed: number;
  processes: number;
  customers: number;
  /** How often Meta delivers each webhook. */
  copies?: number;
  /** How long Meta and the operators wait for an answer. */
  patienceMs?: number;
}

interface Slot {
  /** By which PostgreSQL knows its sessions. */
  name?: string;
  server: ServerProcess | undefined;
  url: string | undefined;
}

/** Real API processes on one database, a simulated Meta between whom and them webhooks are shuffled, and the users who work there. */
export class FaultDesk {
  readonly random: SeededRandom;
  private readonly slots: Slot[];
  private readonly clock = new ShiftedClock();
  private readonly graphToken = `EAAG${randomBytes(12).toString('hex')}`;
  private readonly environment: Record<string, string>;
  private readonly finished: ServerProcess[] = [];
  private advancedSeconds = 0;
  private startedServers = 0;
  private isWatchingLeases = false;
  private simulatorOrNone: RunningSimulator | undefined;
  private relayOrNone: WebhookRelay | undefined;
  private usersOrNone: FaultUsers | undefined;

  private constructor(
    readonly options: FaultDeskOptions,
    private client: Client,
  ) {
    this.random = new SeededRandom(options.seed);
    this.slots = Array.from({ length: options.processes }, () => ({ server: undefined, url: undefined }));
    this.environment = {
      ...productionEnvironment(options.databaseUrl),
      META_APP_SECRET: randomBytes(16).toString('hex'),
      ACCESS_TOKEN_TTL: '3600',
      NODE_OPTIONS: `--import ${PRELOAD}`,
    };
  }

  static async start(options: FaultDeskOptions): Promise<FaultDesk> {
    const desk = new FaultDesk(options, await connect(options.databaseUrl));
    try {
      await desk.open();
      return desk;
    } catch (error) {
      await desk.close();
      throw error;
    }
  }

  get simulator(): RunningSimulator {
    return assertOpen(this.simulatorOrNone);
  }

  get relay(): WebhookRelay {
    return assertOpen(this.relayOrNone);
  }

  get users(): FaultUsers {
    return assertOpen(this.usersOrNone);
  }

  /** Where a server that is thought to be alive listens. */
  anyUrl(): string | undefined {
    const urls = this.slots.flatMap(({ url }) => url ?? []);
    return urls.length === 0 ? undefined : this.random.pick(urls);
  }

  async query<T extends QueryResultRow>(sql: string, parameters: unknown[] = []): Promise<T[]> {
    return (await this.client.query<T>(sql, parameters)).rows;
  }

  /** Connects anew, for a PostgreSQL that was ended meanwhile. */
  async reconnect(): Promise<void> {
    await this.client.end().catch(() => undefined);
    this.client = await connect(this.options.databaseUrl);
  }

  server(index: number): ServerProcess {
    return assertOpen(this.slots[index]?.server);
  }

  async startServer(index: number): Promise<void> {
    const name = `server ${(this.startedServers += 1)}`;
    const server = new ServerProcess('main.ts', { ...this.environment, PGAPPNAME: name });
    // As if time had gone on while it was down.
    server.tell(`advance ${this.advancedSeconds}`);
    this.slots[index] = { name, server, url: undefined };
    const url = await server.url();
    this.slots[index] = { name, server, url };
    void server.exited.then(() => this.forget(index, server));
  }

  startAll(): Promise<unknown> {
    return Promise.all(this.slots.map((_, index) => this.startServer(index)));
  }

  /** One more server beside those that run. */
  async addServer(): Promise<void> {
    this.slots.push({ server: undefined, url: undefined });
    await this.startServer(this.slots.length - 1);
  }

  /** From now on it is known which server has which lease, and a server that is killed holds nobody up. */
  async watchLeases(): Promise<void> {
    await watchLeases(this.client);
    this.isWatchingLeases = true;
  }

  async kill(index: number): Promise<void> {
    const server = this.server(index);
    const name = this.slots[index]?.name ?? '';
    server.signal('SIGKILL');
    await server.exited;
    this.forget(index, server);
    if (this.isWatchingLeases) await this.until(() => endLeasesOf(this.client, name));
  }

  killAll(): Promise<unknown> {
    return Promise.all(
      this.slots.map(async ({ server }, index) => {
        if (server?.isAlive === true) await this.kill(index);
      }),
    );
  }

  /** Ends the leases of the dead, when all are dead: a test does not wait for them to run out. */
  async expireLeases(): Promise<void> {
    await this.query(
      `update webhook_inbox set lease_expires_at = now() - interval '1 s' where lease_owner is not null and state = 'new'`,
    );
    await this.query(`update chat_queue set lease_expires_at = now() - interval '1 s' where lease_owner is not null`);
  }

  /** A customer writes; resolves when Meta has it. */
  async customerWrites(customer: string, text: string): Promise<void> {
    await fetch(`${this.simulator.url}/control/inbound`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ from: `+${customer}`, type: 'text', text: { body: text } }),
    });
  }

  /** Opens every chat's window. */
  everybodyWrites(): Promise<unknown> {
    const customers = Array.from({ length: this.options.customers }, (_, index) => String(77_020_000_000 + index));
    return Promise.all(customers.map((customer) => this.customerWrites(customer, `hello ${randomUUID()}`)));
  }

  /** Resolves when every webhook was taken and applied and something became of every message; throws after 30 s, unless told otherwise. */
  async settled(withinMs = SETTLE_WITHIN_MS): Promise<void> {
    const deadline = performance.now() + withinMs;
    const openWork = `select
      (select count(*) from webhook_inbox where state = 'new')::integer as inbox,
      (select count(*) from send_attempts where state in ('queued', 'posting'))::integer as attempts,
      (select count(*) from chat_queue where next_at is not null)::integer as queues,
      (select count(*) from send_attempts where state = 'uncertain' and failed_at is null)::integer as uncertain`;
    for (let hasAdvanced = false; ; await delay(100)) {
      const [row] = await this.query<Record<string, number>>(openWork);
      const open = { deliveries: this.relay.openDeliveries, ...row };
      const { uncertain, ...due } = row ?? {};
      const isQuiet = open.deliveries === 0 && Object.values(due).every((count) => count === 0);
      if (isQuiet && uncertain === 0) break;
      if (isQuiet && !hasAdvanced) {
        // Whatever was to be heard has been heard.
        this.advance(GIVE_UP_SECONDS);
        hasAdvanced = true;
      }
      if (performance.now() > deadline) throw new Error(`not settled in time: ${JSON.stringify(open)}`);
    }
    // Their tokens do not outlive a clock that was moved.
    this.usersOrNone = await signIn(this.anyUrl() ?? '');
  }

  /** Looks again and again until it holds; throws when it takes too long. */
  async until(check: () => boolean | Promise<boolean>, withinMs = SETTLE_WITHIN_MS): Promise<void> {
    const deadline = performance.now() + withinMs;
    while (!(await check())) {
      if (performance.now() > deadline) throw new Error('did not come true in time');
      await delay(20);
    }
  }

  /** Moves the clocks of Meta and of every server. */
  advance(seconds: number): void {
    this.advancedSeconds += seconds;
    this.clock.advance(seconds * 1000);
    for (const { server } of this.slots) server?.tell(`advance ${seconds}`);
  }

  /** What Meta and the database know in the end. */
  async record(): Promise<Omit<History, 'sends' | 'reads' | 'pages'>> {
    const response = await fetch(`${this.simulator.url}/control/sent`);
    const { sent } = (await response.json()) as { sent: SentRecord[] };
    const servers = [...this.finished, ...this.slots.flatMap(({ server }) => server ?? [])];
    const { JWT_SECRET, ENCRYPTION_KEYS, META_APP_SECRET } = this.environment;
    return {
      webhooks: this.relay.deliveries,
      posts: sent.map(toPost),
      rows: await readStoredRows(this.client),
      logs: [...new Set(servers)].map((server) => server.output()).join('\n'),
      secrets: [JWT_SECRET, ENCRYPTION_KEYS, META_APP_SECRET, this.graphToken, this.users.token].map(String),
    };
  }

  async close(): Promise<void> {
    this.isWatchingLeases = false;
    await this.killAll();
    this.relayOrNone?.close();
    await this.simulatorOrNone?.close();
    await this.client.end().catch(() => undefined);
  }

  private async open(): Promise<void> {
    const { copies = 1 } = this.options;
    this.simulatorOrNone = await startSimulator({
      ...PHONE_NUMBER,
      host: '127.0.0.1',
      port: 0,
      webhookUrl: undefined,
      appSecret: this.environment['META_APP_SECRET'] ?? '',
      accessTokens: [this.graphToken],
      clock: this.clock,
      // Receipts come at once: often before our own commit of the answer.
      receiptDelays: { sent: 0, delivered: 5, read: 10 },
      answers: false,
    });
    this.environment['GRAPH_API_URL'] = this.simulator.url;
    this.relayOrNone = await WebhookRelay.start({
      random: this.random,
      copies,
      target: () => this.anyUrl(),
      patienceMs: this.options.patienceMs,
    });
    this.simulator.setWebhook(this.relay.url);
    await createUsers(this.client);
    await this.startAll();
    await createChannel(this.anyUrl() ?? '', this.client, this.graphToken);
    this.usersOrNone = await signIn(this.anyUrl() ?? '');
    await this.everybodyWrites();
    await this.settled();
  }

  private forget(index: number, server: ServerProcess): void {
    if (!this.finished.includes(server)) this.finished.push(server);
    if (this.slots[index]?.server === server) this.slots[index] = { server, url: undefined };
  }
}

interface SentRecord {
  wamid: string;
  to: string;
  body: { text: { body: string }; biz_opaque_callback_data: string };
}

function toPost({ wamid, to, body }: SentRecord): GraphPost {
  return { wamid, to: to.replace('+', ''), text: body.text.body, attemptId: body.biz_opaque_callback_data };
}

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  // A PostgreSQL that is killed must not take the test with it.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

function assertOpen<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('this part of the desk is not running');
  return part;
}
