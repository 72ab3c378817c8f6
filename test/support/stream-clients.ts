import { request, type IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';

export const EVENTS = '/api/waba/operator/events';
export const WS = '/api/waba/operator/ws';

/** An envelope or a control frame. */
export type Frame = { type: string; id?: string } & Record<string, unknown>;

export interface StreamCredentials {
  token?: string;
  ticket?: string;
  origin?: string;
  headers?: Record<string, string>;
}

/** A door that did not open, in HTTP. */
export interface Refusal {
  status: number;
  headers: IncomingMessage['headers'];
  body: Record<string, unknown>;
}

/** What both doors have in common for a reader. */
abstract class StreamClient {
  readonly frames: Frame[] = [];
  private readonly waiting = new Set<() => void>();

  /** Events alone, without control frames. */
  get events(): Frame[] {
    return this.frames.filter(({ id }) => id !== undefined);
  }

  /** The first frame that fits, from now on or already here; throws when the stream ends without it. */
  async until(fits: (frame: Frame) => boolean): Promise<Frame> {
    for (;;) {
      const found = this.frames.find(fits);
      if (found !== undefined) return found;
      if (this.hasEnded) throw new Error(`the stream ended with ${JSON.stringify(this.frames.at(-1))}`);
      await new Promise<void>((resolve) => this.waiting.add(resolve));
    }
  }

  protected abstract get hasEnded(): boolean;

  protected take(frame: Frame): void {
    this.frames.push(frame);
    this.wake();
  }

  protected wake(): void {
    for (const resolve of this.waiting) resolve();
    this.waiting.clear();
  }
}

/** A WebSocket client. */
export class WsClient extends StreamClient {
  readonly closed: Promise<{ code: number; reason: string }>;

  private constructor(readonly socket: WebSocket) {
    super();
    socket.on('message', (data: Buffer) => this.take(JSON.parse(data.toString()) as Frame));
    socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => {
      socket.once('close', (code, reason) => {
        resolve({ code, reason: reason.toString() });
        this.wake();
      });
    });
  }

  static async open(url: string, credentials: StreamCredentials = {}): Promise<WsClient> {
    const answer = await connect(url, credentials);
    if (!(answer instanceof WebSocket)) throw new Error(`refused: ${answer.status} ${JSON.stringify(answer.body)}`);
    return new WsClient(answer);
  }

  /** The answer in HTTP where the handshake is refused; throws where it is not. */
  static async refused(url: string, credentials: StreamCredentials = {}): Promise<Refusal> {
    const answer = await connect(url, credentials);
    if (!(answer instanceof WebSocket)) return answer;
    answer.terminate();
    throw new Error('the handshake was granted');
  }

  /** Says hello, and waits until the events begin. */
  async hello(hello: { after?: string; token?: string } = {}): Promise<Frame> {
    this.say({ type: 'hello', ...hello });
    return this.until(({ type }) => type === 'ready');
  }

  say(frame: unknown): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  async close(): Promise<void> {
    this.socket.terminate();
    await this.closed;
  }

  protected override get hasEnded(): boolean {
    return this.socket.readyState >= WebSocket.CLOSING;
  }
}

function connect(url: string, { token, ticket, origin, headers }: StreamCredentials): Promise<WebSocket | Refusal> {
  const address = `${url.replace('http', 'ws')}${WS}${ticket === undefined ? '' : `?ticket=${ticket}`}`;
  const socket = new WebSocket(address, {
    headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers },
    ...(origin === undefined ? {} : { origin }),
    perMessageDeflate: false,
  });
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.once('error', reject);
    socket.once('unexpected-response', (_request, response: IncomingMessage) => resolve(readRefusal(response)));
  });
}

/** A client of the SSE door. */
export class SseClient extends StreamClient {
  readonly ended: Promise<void>;
  /** The newest `retry:`, in milliseconds. */
  retry: number | undefined;
  private isOver = false;
  private text = '';

  private constructor(readonly response: IncomingMessage) {
    super();
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => this.read(chunk));
    response.on('error', () => undefined);
    this.ended = new Promise((resolve) => {
      response.once('close', () => {
        this.isOver = true;
        resolve();
        this.wake();
      });
    });
  }

  static async open(url: string, credentials: StreamCredentials & { after?: string } = {}): Promise<SseClient> {
    const answer = await get(url, credentials);
    if (answer.statusCode !== 200) throw new Error(`refused: ${JSON.stringify(await readRefusal(answer))}`);
    return new SseClient(answer);
  }

  static async refused(url: string, credentials: StreamCredentials = {}): Promise<Refusal> {
    const answer = await get(url, credentials);
    if (answer.statusCode !== 200) return readRefusal(answer);
    answer.destroy();
    throw new Error('the stream was opened');
  }

  async close(): Promise<void> {
    this.response.destroy();
    await this.ended;
  }

  protected override get hasEnded(): boolean {
    return this.isOver;
  }

  private read(chunk: string): void {
    this.text += chunk;
    const blocks = this.text.split('\n\n');
    this.text = blocks.pop() ?? '';
    for (const block of blocks) this.readBlock(block.split('\n'));
  }

  private readBlock(lines: string[]): void {
    const valueOf = (name: string): string | undefined =>
      lines
        .find((line) => line.startsWith(`${name}:`))
        ?.slice(name.length + 1)
        .trim();
    const retry = valueOf('retry');
    if (retry !== undefined) this.retry = Number(retry);
    const data = valueOf('data');
    if (data !== undefined) this.take(JSON.parse(data) as Frame);
  }
}

function get(
  url: string,
  { token, ticket, origin, headers, after }: StreamCredentials & { after?: string },
): Promise<IncomingMessage> {
  const query = ticket === undefined ? '' : `?ticket=${ticket}`;
  return new Promise((resolve, reject) => {
    const call = request(`${url}${EVENTS}${query}`, {
      agent: false,
      headers: {
        accept: 'text/event-stream',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(origin === undefined ? {} : { origin }),
        ...(after === undefined ? {} : { 'last-event-id': after }),
        ...headers,
      },
    });
    call.once('response', resolve);
    call.once('error', reject);
    call.end();
  });
}

async function readRefusal(response: IncomingMessage): Promise<Refusal> {
  response.setEncoding('utf8');
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
  };
}
