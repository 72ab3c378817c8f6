import { get, type IncomingMessage } from 'node:http';
import { until } from './test-desk.js';

export interface SseFrame {
  /** `message` where it is unnamed. */
  name: string;
  /** What `Last-Event-ID` would be then. */
  id: string;
  data: string;
}

export interface SseOptions {
  token?: string;
  headers?: Record<string, string>;
}

/** Reads an event stream by the letter of the standard, as browsers do, and keeps everything. */
export class SseClient {
  readonly frames: SseFrame[] = [];
  readonly comments: string[] = [];
  lastId = '';
  retry: number | undefined;
  isEnded = false;
  private rest = '';

  private constructor(readonly response: IncomingMessage) {
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => this.take(chunk));
    response.on('error', () => undefined);
    response.on('close', () => (this.isEnded = true));
  }

  static async open(url: string, { token, headers }: SseOptions = {}): Promise<SseClient> {
    const request = get(url, {
      agent: false,
      headers: {
        accept: 'text/event-stream',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
    });
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      request.on('response', resolve).on('error', reject);
    });
    return new SseClient(response);
  }

  /** The events, without control frames. */
  get events(): { id: string; type: string; chatId: number | null; data: Record<string, unknown> }[] {
    return this.frames.filter(({ name }) => name === 'message').map(({ data }) => JSON.parse(data));
  }

  named(name: string): Record<string, unknown>[] {
    return this.frames.filter((frame) => frame.name === name).map(({ data }) => JSON.parse(data));
  }

  /** Resolves when at least so many events have come. */
  async received(count: number): Promise<void> {
    const events = (): number => this.frames.filter(({ name }) => name === 'message').length;
    await until(
      async () => events() >= count,
      () => `${events()} of ${count} events`,
    );
  }

  async ended(): Promise<void> {
    await until(
      async () => this.isEnded,
      () => 'the stream has ended',
    );
  }

  /** Takes nothing more from the socket. */
  stall(): void {
    this.response.pause();
  }

  resume(): void {
    this.response.resume();
  }

  close(): void {
    this.response.destroy();
  }

  private take(chunk: string): void {
    this.rest += chunk;
    const blocks = this.rest.split('\n\n');
    this.rest = blocks.pop() ?? '';
    for (const block of blocks) this.dispatch(block.split(/\r\n|\r|\n/));
  }

  private dispatch(lines: readonly string[]): void {
    let name = 'message';
    const data: string[] = [];
    for (const line of lines) {
      if (line.startsWith(':')) this.comments.push(line.slice(1));
      const [, field = '', value = ''] = /^([^:]+)(?:: ?(.*))?$/su.exec(line) ?? [];
      if (field === 'event') name = value;
      if (field === 'data') data.push(value);
      if (field === 'id') this.lastId = value;
      if (field === 'retry') this.retry = Number(value);
    }
    if (data.length > 0) this.frames.push({ name, id: this.lastId, data: data.join('\n') });
  }
}
