import type { EventReset, OperatorEvent } from '../event-types.js';

interface Connection {
  after: string;
  write: (text: string) => void;
  fail: () => void;
  isOpen: boolean;
}

interface Seen {
  path: string;
  accept: string;
  after: string | null;
  authorization: string | null;
}

const encoder = new TextEncoder();

/** Both doors of the events, as a `fetch`: `e1`, `e2` … in their order; `p…` are positions between them. */
export class FakeEventsServer {
  readonly log: OperatorEvent[] = [];
  readonly requests: Seen[] = [];
  readonly connections: Connection[] = [];
  /** What the next requests are answered with, in place of the ordinary. */
  readonly scripted: (() => Response | Promise<Response>)[] = [];
  isDown = false;
  /** Streams say nothing by themselves; a test writes on them. */
  isQuiet = false;
  /** What the JSON door answers with, whatever it is asked, in place of the ordinary. */
  page: (() => Response | Promise<Response>) | undefined;

  get open(): Connection[] {
    return this.connections.filter(({ isOpen }) => isOpen);
  }

  get streams(): Seen[] {
    return this.requests.filter(({ accept }) => accept === 'text/event-stream');
  }

  /** Something happens; every open stream hears of it. */
  append(chatId = 1): OperatorEvent {
    const id = `e${this.log.length + 1}`;
    const event = {
      id,
      type: 'chat.access_lost',
      version: 1,
      occurredAt: '2026-03-01T12:00:00.000Z',
      chatId,
      data: {},
    };
    this.log.push(event as OperatorEvent);
    if (!this.isQuiet) for (const connection of this.open) connection.write(frame(event as OperatorEvent));
    return event as OperatorEvent;
  }

  control(event: 'reset' | 'resync' | 'bye', body: object, id?: string): void {
    const line = id === undefined ? '' : `id: ${id}\n`;
    for (const connection of this.open) connection.write(`event: ${event}\n${line}data: ${JSON.stringify(body)}\n\n`);
  }

  comment(): void {
    for (const connection of this.open) connection.write(':\n\n');
  }

  /** The line is cut. */
  cut(): void {
    for (const connection of this.open) connection.fail();
  }

  readonly fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const { pathname, searchParams } = new URL(url, 'http://server');
    const headers = new Headers(init.headers);
    const accept = headers.get('accept') ?? '';
    const after = headers.get('last-event-id') ?? searchParams.get('after');
    this.requests.push({ path: pathname, accept, after, authorization: headers.get('authorization') });
    if (this.isDown) throw new TypeError('fetch failed');
    const scripted = this.scripted.shift();
    if (scripted !== undefined) return Promise.race([scripted(), aborted(init.signal)]);
    if (accept === 'text/event-stream') return this.stream(after ?? '', init.signal);
    return this.page === undefined ? this.list(after) : Promise.race([this.page(), aborted(init.signal)]);
  };

  private list(after: string | null): Response {
    const events = after === null ? [] : this.log.slice(this.indexOf(after), this.indexOf(after) + 3);
    const lastId = events.at(-1)?.id ?? this.position();
    return Response.json({ events, lastId, reset: null satisfies EventReset | null });
  }

  /** The place of the newest event: another spelling than its id, as of a position that lies after what one may not see. */
  private position(): string {
    return `p${this.log.length}`;
  }

  private indexOf(position: string): number {
    return Number(position.slice(1));
  }

  private stream(after: string, signal: AbortSignal | null | undefined): Response {
    let connection: Connection | undefined;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        const end = (how: () => void) => () => {
          if (connection?.isOpen !== true) return;
          connection.isOpen = false;
          how();
        };
        connection = {
          after,
          isOpen: true,
          write: (text) => {
            if (connection?.isOpen === true) controller.enqueue(encoder.encode(text));
          },
          fail: end(() => controller.error(new TypeError('terminated'))),
        };
        this.connections.push(connection);
        signal?.addEventListener('abort', connection.fail);
        const missed = this.isQuiet ? [] : this.log.slice(this.indexOf(after));
        for (const event of missed) connection.write(frame(event));
      },
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  }
}

function aborted(signal: AbortSignal | null | undefined): Promise<Response> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(new TypeError('aborted')));
  });
}

export function frame(event: OperatorEvent): string {
  return `id: ${event.id}\ndata: ${JSON.stringify(event)}\n\n`;
}
