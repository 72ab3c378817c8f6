import { randomBytes } from 'node:crypto';
import { FakeClock } from '../../src/common/clock.js';
import { signBody } from '../../src/waba-gateway/protocol/signature.js';
import { stringifyAsMeta } from '../../src/waba-gateway/protocol/escape.js';
import type { RunningSimulator } from '../../src/simulator/simulator-options.js';
import { startSimulator } from '../../src/simulator/simulator.js';
import {
  type ApiAnswer,
  startTestApp,
  type TestApp,
  type TestAppOptions,
  type TestUser,
  TEST_NOW,
} from './test-app.js';

export const PHONE_NUMBER_ID = '106540352242922';
export const GRAPH_TOKEN = 'EAAGtesttoken0123456789';
/** A customer whom the simulator knows nothing special about: its messages are sent, delivered and read, and never answered. */
export const CUSTOMER_PHONE = '77015550001';

export interface SendAnswer {
  success: boolean;
  messageId: string | null;
  message: { id: number; chatId: number; content: string; status: string; timestamp: string; substate?: string };
  code: string;
  error: string;
}

interface Fixture {
  channelId: number;
  chatId: number;
  operator: TestUser & { token: string };
}

/** The application, a simulated Meta, a channel, an operator who is its member, and a chat whose window is open. */
export class TestDesk {
  constructor(
    readonly app: TestApp,
    readonly simulator: RunningSimulator,
    readonly appSecret: string,
    readonly fixture: Fixture,
  ) {}

  get chatId(): number {
    return this.fixture.chatId;
  }

  get operator(): TestUser & { token: string } {
    return this.fixture.operator;
  }

  async close(): Promise<void> {
    await this.simulator.close();
    await this.app.close();
  }

  send(
    body: unknown,
    headers: Record<string, string> = {},
    token = this.operator.token,
  ): Promise<ApiAnswer<SendAnswer>> {
    return this.app.call('POST', '/api/waba/operator/send', { token, body, headers });
  }

  get<T = Record<string, unknown>>(path: string, token = this.operator.token): Promise<ApiAnswer<T>> {
    return this.app.call('GET', path, { token });
  }

  /** The simulator's control API. */
  async control<T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.simulator.url}/control/${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`control ${path}: ${response.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  /** Posts a body to our webhook, signed as Meta signs, and gives the status. */
  async post(body: Buffer | string, signature?: string): Promise<number> {
    const raw = Buffer.from(body);
    const response = await fetch(`${this.app.url}/api/waba/webhook`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-hub-signature-256': signature ?? signBody(this.appSecret, raw),
      },
      body: raw,
    });
    await response.arrayBuffer();
    return response.status;
  }

  /** Posts values of the field `messages` in one signed envelope. */
  postValues(...values: object[]): Promise<number> {
    return this.post(envelopeOf(values.map((value) => ({ field: 'messages', value }))));
  }

  /** Resolves when every body in the inbox has been applied or laid aside. */
  async settled(): Promise<void> {
    await until(async () => {
      const [row] = await this.app.rows<{ count: number }>(
        `select count(*)::integer as count from webhook_inbox where state = 'new'`,
      );
      return row?.count === 0;
    });
  }

  /** The status of a message, once `wanted` holds. */
  async statusWhen(id: number, wanted: (status: StatusAnswer) => boolean): Promise<StatusAnswer> {
    let last: StatusAnswer | undefined;
    await until(
      async () => {
        last = (await this.get<StatusAnswer>(`/api/waba/operator/message-status/${id}`)).body;
        return wanted(last);
      },
      () => JSON.stringify(last),
    );
    if (last === undefined) throw new Error('no status was seen');
    return last;
  }

  /** Rows and Graph calls of sends: what a refused request must not add to. */
  async sendTraces(): Promise<number[]> {
    const { requests } = await this.control<{ requests: unknown[] }>('GET', 'requests');
    return [
      await this.count('messages'),
      await this.count('send_attempts'),
      await this.count('media'),
      requests.length,
    ];
  }

  count(table: string): Promise<number> {
    return this.app
      .rows<{ count: number }>(`select count(*)::integer as count from ${table}`)
      .then((rows) => rows[0]?.count ?? -1);
  }
}

export interface StatusAnswer {
  id: number;
  whatsappMessageId: string | null;
  status: string;
  delivered: boolean;
  read: boolean;
  sentAt: string | null;
  deliveredAt: string | null;
  readAt: string | null;
  failedAt: string | null;
  error: { code: string; provider: { code: number } | null } | null;
}

/** Looks again and again until `check` holds; fails loudly after 30 s, whatever the machine has to do besides, instead of hanging. */
export async function until(
  check: () => Promise<boolean>,
  describe: () => string = () => 'the condition',
): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!(await check())) {
    if (performance.now() > deadline) throw new Error(`did not come true in 30 s: ${describe()}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 15);
    });
  }
}

export function envelopeOf(changes: object[]): string {
  return stringifyAsMeta({ object: 'whatsapp_business_account', entry: [{ id: '102290129340398', changes }] });
}

const METADATA = { display_phone_number: '77270000000', phone_number_id: PHONE_NUMBER_ID };

/** A `value` with messages of one customer. */
export function inboundValue(
  messages: object[],
  contact: object = { profile: { name: 'Айгуль' }, wa_id: CUSTOMER_PHONE },
): object {
  return { messaging_product: 'whatsapp', metadata: METADATA, contacts: [contact], messages };
}

export function textMessage(wamid: string, body: string, at = Date.parse(TEST_NOW)): object {
  return { from: CUSTOMER_PHONE, id: wamid, timestamp: String(Math.floor(at / 1000)), type: 'text', text: { body } };
}

/** A `value` with receipts. */
export function statusValue(statuses: object[]): object {
  return { messaging_product: 'whatsapp', metadata: METADATA, statuses };
}

export function receipt(wamid: string, status: string, atSeconds: number, more: object = {}): object {
  return { id: wamid, status, timestamp: String(atSeconds), recipient_id: CUSTOMER_PHONE, ...more };
}

export interface TestDeskOptions extends TestAppOptions {
  /** False leaves the chat as if the customer had never written. */
  isWindowOpen?: boolean;
  /** False leaves the channel without its access token. */
  isConnected?: boolean;
  accessPolicy?: 'all_chats' | 'own_and_unassigned';
}

export async function startTestDesk(options: TestDeskOptions = {}): Promise<TestDesk> {
  const appSecret = randomBytes(16).toString('hex');
  const clock = new FakeClock(options.now ?? new Date(TEST_NOW));
  const simulator = await startSimulator({
    host: '127.0.0.1',
    port: 0,
    webhookUrl: undefined,
    appSecret,
    accessTokens: [GRAPH_TOKEN],
    phoneNumbers: [
      {
        phoneNumberId: PHONE_NUMBER_ID,
        wabaId: '102290129340398',
        displayPhoneNumber: '77270000000',
        verifiedName: 'Shop',
      },
    ],
    clock,
    receiptDelays: { sent: 0, delivered: 0, read: 0 },
    retryDelaysMs: [10, 50, 100],
    answers: false,
  });
  let app: TestApp | undefined;
  try {
    const files = { address: '127.0.0.1', port: simulator.port, protocol: 'http' as const };
    app = await startTestApp({
      clock,
      mediaFetching: { overrides: new Map([['example.com', files]]), timeoutMs: 1_500 },
      ...options,
      environment: { META_APP_SECRET: appSecret, GRAPH_API_URL: simulator.url, ...options.environment },
    });
    simulator.setWebhook(`${app.url}/api/waba/webhook`);
    const desk = new TestDesk(app, simulator, appSecret, await makeFixture(app, options));
    if (options.isWindowOpen !== false) {
      await desk.control('POST', 'inbound', { from: CUSTOMER_PHONE, type: 'text', text: { body: 'Здравствуйте' } });
    }
    await desk.settled();
    return desk;
  } catch (error) {
    await simulator.close();
    await app?.close();
    throw error;
  }
}

/** The chat exists before the customer writes, so that its id is known whatever the window is. */
async function makeFixture(app: TestApp, options: TestDeskOptions): Promise<Fixture> {
  const channel = await app.createChannel({
    phoneNumberId: PHONE_NUMBER_ID,
    ...(options.isConnected === false ? {} : { wabaAccessToken: GRAPH_TOKEN }),
    ...(options.accessPolicy === undefined ? {} : { accessPolicy: options.accessPolicy }),
  });
  const operator = await app.signedIn();
  await app.addMember(channel, operator);
  const now = app.clock.now();
  const [customer] = await app.rows<{ id: number }>(
    `insert into customers (profile_name) values ('Айгуль') returning id`,
  );
  await app.rows(`insert into customer_identities (customer_id, kind, value) values ($1, 'wa_id', $2)`, [
    customer?.id,
    CUSTOMER_PHONE,
  ]);
  const [chat] = await app.rows<{ id: number }>(
    'insert into chats (channel_id, customer_id, created_at, updated_at) values ($1, $2, $3, $3) returning id',
    [channel.id, customer?.id, now],
  );
  return { channelId: channel.id, chatId: chat?.id ?? 0, operator };
}
