import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface ReceivedWebhook {
  raw: string;
  /** Whether the header is the HMAC of the raw bytes; computed here, not with the code under test. */
  isSigned: boolean;
  value: Record<string, unknown>;
  /** The first message or status of the value. */
  item: Record<string, unknown>;
  /** What it was answered with. */
  answered: number;
}

interface Envelope {
  entry: { changes: { value: Record<string, unknown> }[] }[];
}

/** The application's end of the webhooks, for tests. */
export class WebhookReceiver {
  readonly received: ReceivedWebhook[] = [];
  /** What the next posts are answered with; 200 after that. */
  readonly answers: number[] = [];
  private wakeUp: () => void = () => undefined;
  private held: Promise<void> | undefined;
  private readonly connections = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly secret: string,
  ) {}

  static async start(secret: string): Promise<WebhookReceiver> {
    const server = createServer();
    const receiver = new WebhookReceiver(server, secret);
    server.on('connection', (socket) => receiver.remember(socket));
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        // Before take(): it wakes the test, which may hold the next post.
        const held = receiver.held ?? Promise.resolve();
        receiver.held = undefined;
        const answer = receiver.take(Buffer.concat(chunks), String(request.headers['x-hub-signature-256']));
        void held.then(() => response.writeHead(answer).end());
      });
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/webhook`;
  }

  /** Resolves with everything received as soon as that is `count` posts or more. */
  async until(count: number): Promise<ReceivedWebhook[]> {
    while (this.received.length < count) {
      await new Promise<void>((resolve) => {
        this.wakeUp = resolve;
      });
    }
    return this.received;
  }

  /** Leaves the next post unanswered until the returned function is called. */
  holdNext(): () => void {
    let release: () => void = () => undefined;
    this.held = new Promise<void>((resolve) => {
      release = resolve;
    });
    return release;
  }

  /** Resolves when nobody is connected any more. */
  async untilHungUp(): Promise<void> {
    await Promise.all([...this.connections].map((socket) => once(socket, 'close')));
  }

  /** The statuses or texts received so far, in order of arrival. */
  summary(): unknown[] {
    return this.received.map(({ item }) => item['status'] ?? item['type']);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => {
      this.server.close(resolve);
    });
  }

  private remember(socket: Socket): void {
    this.connections.add(socket);
    socket.once('close', () => this.connections.delete(socket));
  }

  private take(raw: Buffer, signature: string): number {
    const answered = this.answers.shift() ?? 200;
    const expected = `sha256=${createHmac('sha256', this.secret).update(raw).digest('hex')}`;
    const { entry } = JSON.parse(raw.toString('utf8')) as Envelope;
    const value = entry[0]?.changes[0]?.value ?? {};
    const items = (value['statuses'] ?? value['messages'] ?? []) as Record<string, unknown>[];
    this.received.push({
      raw: raw.toString('utf8'),
      isSigned: signature === expected,
      value,
      item: items[0] ?? {},
      answered,
    });
    this.wakeUp();
    return answered;
  }
}
