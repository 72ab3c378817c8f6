import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { Webhook } from 'standardwebhooks';
import type { HostOverride } from '../../src/common/outbound/outbound-target.js';
import { until } from './test-desk.js';

/** What an endpoint is told. */
export interface ToldEvent {
  id: string;
  type: string;
  version: number;
  occurredAt: string;
  chatId: number | null;
  data: Record<string, unknown>;
}

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  raw: string;
  event: ToldEvent;
}

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

const NAMES = ['crm.example.net', 'erp.example.net'];

/** Another system: a real HTTPS server on loopback under public names, which keeps what it is told and answers as it is bid. */
export class WebhookReceiver {
  readonly received: Received[] = [];
  connections = 0;
  private readonly answers = new Map<string, Answer[]>();

  private constructor(
    private readonly server: Server,
    private readonly ca: string,
  ) {}

  static async start(): Promise<WebhookReceiver> {
    const altNames = NAMES.map((value) => ({ type: 2 as const, value }));
    const made = await generate([{ name: 'commonName', value: NAMES[0] ?? '' }], {
      keyType: 'ec',
      algorithm: 'sha256',
      extensions: [{ name: 'subjectAltName', altNames }],
    });
    const server = createServer({ key: made.private, cert: made.cert });
    const receiver = new WebhookReceiver(server, made.cert);
    server.on('request', (request, response) => void receiver.take(request, response));
    server.on('connection', () => (receiver.connections += 1));
    server.on('tlsClientError', () => undefined);
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return receiver;
  }

  /** Its names lead here, and so does one its certificate is not for. */
  get overrides(): Map<string, HostOverride> {
    const { port } = this.server.address() as AddressInfo;
    const here = { address: '127.0.0.1', port, protocol: 'https' as const, ca: this.ca };
    return new Map([...NAMES, 'other.example.net'].map((name) => [name, here]));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => {
      this.server.close(resolve);
    });
  }

  /** How the next requests of a path are answered, one after the other; the last one again and again. Without this: 204. */
  answer(path: string, ...answers: Answer[]): void {
    this.answers.set(path, answers);
  }

  /** What came to a path, of one type or of all. */
  at(path: string, type?: string): Received[] {
    return this.received.filter((one) => one.path === path && (type === undefined || one.event.type === type));
  }

  /** The same, once there are so many. */
  async when(path: string, count: number, type?: string): Promise<Received[]> {
    await until(
      async () => this.at(path, type).length >= count,
      () =>
        `${path} was told ${this.at(path)
          .map(({ event }) => event.type)
          .join(', ')}`,
    );
    return this.at(path, type);
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = request.url ?? '';
    const raw = Buffer.concat(chunks).toString('utf8');
    this.received.push({ path, headers: request.headers, raw, event: JSON.parse(raw) as ToldEvent });
    const answers = this.answers.get(path) ?? [];
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer === undefined) response.writeHead(204).end();
    else answer(response, request);
  }
}

/** Answers alike each time. */
export function status(code: number, body = '', headers: Record<string, string> = {}): Answer {
  return (response) => response.writeHead(code, headers).end(body);
}

/** What the official library makes of it: the event, or what is wrong with its signature. */
export function verified({ raw, headers }: Received, secret: string): unknown {
  try {
    return new Webhook(secret).verify(raw, headers as Record<string, string>);
  } catch (error) {
    return (error as Error).message;
  }
}
