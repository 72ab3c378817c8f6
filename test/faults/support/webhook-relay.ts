import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Delivery } from './history.js';
import type { SeededRandom } from './random.js';

export interface RelayOptions {
  random: SeededRandom;
  /** How often each body is delivered, each time until it is answered 200. */
  copies: number;
  /** A server that may be alive, asked anew for every delivery; undefined while there is none. */
  target: () => string | undefined;
  /** How long it waits for an answer. */
  patienceMs?: number | undefined;
}

const META_PATIENCE_MS = 10_000;
const SHUFFLE_MS = 80;
const MAX_AT_ONCE = 40;

interface RawChange {
  value: {
    messages?: { id: string; from: string; text?: { body: string } }[];
    statuses?: { id: string; status: string }[];
  };
}

/** Meta's delivery: takes webhooks from the simulator and gives them on as Meta at its worst does, several times and in any order. */
export class WebhookRelay {
  readonly deliveries: Delivery[] = [];
  /** Every answer that was not 200: its `Retry-After`, null where it had none, and how long it took. */
  readonly refusals: { retryAfter: string | null; tookMs: number }[] = [];
  private readonly open = new Set<Promise<void>>();
  private readonly waiting: (() => void)[] = [];
  private running = 0;
  private isClosed = false;

  private constructor(
    private readonly server: Server,
    private readonly options: RelayOptions,
  ) {}

  static async start(options: RelayOptions): Promise<WebhookRelay> {
    const server = createServer();
    const relay = new WebhookRelay(server, options);
    server.on('request', (request, response) => {
      void relay.receive(request).finally(() => response.end());
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return relay;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  /** Resolves when everything taken so far was answered 200 as often as it is delivered. */
  async idle(): Promise<void> {
    while (this.open.size > 0) await Promise.all(this.open);
  }

  get openDeliveries(): number {
    return this.open.size;
  }

  close(): void {
    this.isClosed = true;
    this.server.close();
    this.server.closeAllConnections();
  }

  private async receive(request: IncomingMessage): Promise<void> {
    this.take(await readBody(request), String(request.headers['x-hub-signature-256']));
  }

  private take(body: Buffer, signature: string): void {
    const delivery: Delivery = { ...contentOf(body), answers: [] };
    this.deliveries.push(delivery);
    for (let copy = 0; copy < this.options.copies; copy += 1) {
      const delivered = this.deliver(delivery, body, signature).finally(() => this.open.delete(delivered));
      this.open.add(delivered);
    }
  }

  private async deliver(delivery: Delivery, body: Buffer, signature: string): Promise<void> {
    const { random, copies } = this.options;
    if (copies > 1) await delay(random.between(0, SHUFFLE_MS));
    for (let answer: number | null = null; answer !== 200 && !this.isClosed;) {
      answer = await this.inTurn(() => this.post(body, signature));
      delivery.answers.push(answer);
      if (answer !== 200) await delay(random.between(100, 300));
    }
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    while (this.running >= MAX_AT_ONCE) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.running += 1;
    try {
      return await work();
    } finally {
      this.running -= 1;
      this.waiting.shift()?.();
    }
  }

  private async post(body: Buffer, signature: string): Promise<number | null> {
    const target = this.options.target();
    if (target === undefined) return null;
    const begunAt = performance.now();
    try {
      const response = await fetch(`${target}/api/waba/webhook`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-hub-signature-256': signature },
        body: new Uint8Array(body),
        signal: AbortSignal.timeout(this.options.patienceMs ?? META_PATIENCE_MS),
      });
      await response.arrayBuffer();
      if (response.status !== 200) {
        this.refusals.push({
          retryAfter: response.headers.get('retry-after'),
          tookMs: performance.now() - begunAt,
        });
      }
      return response.status;
    } catch {
      return null;
    }
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function contentOf(body: Buffer): Pick<Delivery, 'inbound' | 'receipts'> {
  const { entry } = JSON.parse(body.toString('utf8')) as { entry: { changes: RawChange[] }[] };
  const values = entry.flatMap(({ changes }) => changes.map(({ value }) => value));
  return {
    inbound: values.flatMap(({ messages = [] }) =>
      messages.map(({ id, from, text }) => ({ wamid: id, from, text: text?.body ?? '' })),
    ),
    receipts: values.flatMap(({ statuses = [] }) => statuses.map(({ id, status }) => ({ wamid: id, status }))),
  };
}
