import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../src/app.js';
import { Logger } from '../../src/common/logger.js';
import { PlanDeliveries } from '../../src/integrations/sending/plan-deliveries.service.js';
import type { MediaFetcherOptions } from '../../src/media/fetch/media-fetcher.js';
import { EventsDesk } from './events-desk.js';
import type { ApiAnswer, TestApp, TestUser } from './test-app.js';
import { CUSTOMER_PHONE, startTestDesk, type TestDesk, until } from './test-desk.js';
import { type ToldEvent, WebhookReceiver } from './webhook-receiver.js';

const BASE = '/api/admin/webhook-endpoints';

export interface ShownEndpoint {
  id: number;
  secret: string;
  paused: boolean;
  pauseReason: string | null;
  failures: number;
  failingSince: string | null;
  pending: number;
}

export interface ShownAttempt {
  status: number | null;
  error: string | null;
  answer: string | null;
  durationMs: number;
}

export interface ShownDelivery {
  id: number;
  eventId: string;
  type: string;
  state: string;
  tries: number;
  nextAt: string | null;
  finishedAt: string | null;
  lastStatus: number | null;
  lastError: string | null;
}

/** Names of the internet as the tests have it; nobody listens there. */
const ADDRESSES: Readonly<Record<string, string[]>> = {
  'mixed.example.net': ['93.184.216.34', '10.0.0.1'],
  'metadata.example.net': ['169.254.169.254'],
};

/** A desk, an admin, and another system that wants to be told what happens. */
export class EndpointDesk {
  private readonly others: NestFastifyApplication[] = [];

  constructor(
    readonly desk: TestDesk,
    readonly receiver: WebhookReceiver,
    readonly admin: TestUser,
    private readonly fetching: MediaFetcherOptions,
  ) {}

  get app(): TestApp {
    return this.desk.app;
  }

  get channelId(): number {
    return this.desk.fixture.channelId;
  }

  async close(): Promise<void> {
    for (const other of this.others) await other.close();
    await this.desk.close();
    await this.receiver.close();
  }

  /** One more process, but for the process. */
  async anotherApp(): Promise<NestFastifyApplication> {
    const { config, clock } = this.app;
    const other = await createApp({ config, clock, logger: new Logger('silent'), mediaFetching: this.fetching });
    await other.init();
    this.others.push(other);
    return other;
  }

  /** As the admin, whose tokens end while the clock runs ahead. */
  async call<T>(method: string, path: string, body?: unknown): Promise<ApiAnswer<T>> {
    const token = await this.app.tokenOf(this.admin);
    return this.app.call<T>(method, `${BASE}${path}`, { token, ...(body === undefined ? {} : { body }) });
  }

  get<T = Record<string, unknown>>(path: string): Promise<ApiAnswer<T>> {
    return this.call('GET', path);
  }

  post<T = Record<string, unknown>>(path: string, body?: unknown): Promise<ApiAnswer<T>> {
    return this.call('POST', path, body);
  }

  patch(id: number, body: unknown): Promise<ApiAnswer<Record<string, unknown>>> {
    return this.call('PATCH', `/${id}`, body);
  }

  async create(endpoint: object, token?: string): Promise<ShownEndpoint> {
    const { status, body, text } = await this.app.call<ShownEndpoint>('POST', BASE, {
      token: token ?? (await this.app.tokenOf(this.admin)),
      body: endpoint,
    });
    if (status !== 201) throw new Error(`the endpoint was not created: ${text}`);
    return body;
  }

  /** Once nothing is on its way to them any more: the next test would take it for its own. */
  async removeAll(): Promise<void> {
    await this.app.rows(
      `update webhook_endpoints set paused_at = now(), pause_reason = 'manual' where paused_at is null`,
    );
    const underWay = 'select from webhook_deliveries where lease_owner is not null and lease_expires_at > now()';
    await until(async () => (await this.app.rows(underWay)).length === 0);
    const { body } = await this.get<{ webhookEndpoints: ShownEndpoint[] }>('');
    for (const { id } of body.webhookEndpoints) await this.call('DELETE', `/${id}`);
    // A new one begins behind what readers get, which other databases of the cluster may hold up.
    await new EventsDesk(this.app).readAll(await this.app.tokenOf(this.admin), await this.lastId());
  }

  async endpoint(id: number): Promise<ShownEndpoint> {
    return (await this.get<ShownEndpoint>(`/${id}`)).body;
  }

  async deliveries(id: number): Promise<ShownDelivery[]> {
    return (await this.get<{ deliveries: ShownDelivery[] }>(`/${id}/deliveries?limit=100`)).body.deliveries;
  }

  async delivery(id: number, deliveryId: number): Promise<ShownDelivery & { attempts: ShownAttempt[] }> {
    return (await this.get<ShownDelivery & { attempts: ShownAttempt[] }>(`/${id}/deliveries/${deliveryId}`)).body;
  }

  /** The newest first, once `check` holds. */
  async deliveriesWhen(id: number, check: (deliveries: ShownDelivery[]) => boolean): Promise<ShownDelivery[]> {
    let last: ShownDelivery[] = [];
    await until(
      async () => check((last = await this.deliveries(id))),
      () => JSON.stringify(last),
    );
    return last;
  }

  /** A ping, once it has ended. */
  async ping(id: number): Promise<ShownDelivery> {
    const { body } = await this.post<ShownDelivery>(`/${id}/test`);
    const [ping] = (
      await this.deliveriesWhen(id, (all) => all.some((one) => one.id === body.id && one.state !== 'pending'))
    ).filter((one) => one.id === body.id);
    if (ping === undefined) throw new Error('the ping is not in the list');
    return ping;
  }

  async customerWrites(text: string): Promise<void> {
    await this.desk.control('POST', 'inbound', { from: CUSTOMER_PHONE, type: 'text', text: { body: text } });
    await this.desk.settled();
  }

  /** As `GET events` shows them to the admin, once there are so many. */
  async events(after: string, count: number): Promise<ToldEvent[]> {
    const token = await this.app.tokenOf(this.admin);
    let last: ToldEvent[] = [];
    await until(async () => {
      const path = `/api/waba/operator/events?after=${after}`;
      last = (await this.app.call<{ events: ToldEvent[] }>('GET', path, { token })).body.events;
      return last.length >= count;
    });
    return last;
  }

  async lastId(): Promise<string> {
    const token = await this.app.tokenOf(this.admin);
    const { body } = await this.app.call<{ lastId: string }>('GET', '/api/waba/operator/events', { token });
    return body.lastId;
  }

  /** Has every endpoint's position looked at now instead of within half a minute. */
  async lookBack(): Promise<void> {
    Object.assign(this.app.app.get(PlanDeliveries, { strict: false }), { lookedBackAt: -Infinity });
  }

  async auditOf(id: number): Promise<string[]> {
    const rows = await this.app.rows<{ action: string }>(
      `select action from audit_log where object_type = 'webhook_endpoint' and object_id = $1 order by id`,
      [String(id)],
    );
    return rows.map(({ action }) => action.replace('webhook_endpoint.', ''));
  }
}

/** `timeoutMs`: how long a receiver may take to answer. */
export async function startEndpointDesk(timeoutMs = 1_500): Promise<EndpointDesk> {
  const receiver = await WebhookReceiver.start();
  const fetching: MediaFetcherOptions = {
    overrides: receiver.overrides,
    timeoutMs,
    lookup: async (host) => ADDRESSES[host] ?? [],
  };
  try {
    const desk = await startTestDesk({ environment: { ACCESS_TOKEN_TTL: '3600' }, mediaFetching: fetching });
    return new EndpointDesk(desk, receiver, await desk.app.createUser({ role: 'admin' }), fetching);
  } catch (error) {
    await receiver.close();
    throw error;
  }
}
