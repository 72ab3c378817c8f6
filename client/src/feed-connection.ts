import { EVENTS_PATH } from './events-page.js';
import type { EventReset, OperatorEvent } from './event-types.js';
import type { ApiProblem } from './problem.js';
import type { Platform } from './platform.js';
import { type SseFrame, SseParser } from './sse-parser.js';
import type { Transport } from './transport.js';

/** How a connection ended: as the server said (its `bye`), or by itself. */
export interface FeedEnd {
  kind:
    | 'session_ended'
    | 'token_expired'
    | 'too_many_streams'
    | 'slow_reader'
    | 'shutdown'
    | 'resync'
    | 'lost'
    | 'silent'
    | 'reconnect'
    | 'refused';
  problem?: ApiProblem;
}

/** What a connection brings. */
export interface FeedFrames {
  event(event: OperatorEvent): void;
  /** Nothing for us up to there. */
  moved(id: string): void;
  /** `id` is the position after it; undefined where the server named none. */
  reset(reset: EventReset, id: string | undefined): void;
}

interface ConnectionWatch {
  onLive(): void;
  onRetry(ms: number): void;
  /** Something of use has come. */
  onFrame(): void;
}

interface ConnectionParts {
  transport: Transport;
  platform: Platform;
  watchdogMs: number;
}

/** One request of the event stream, from its start to its end. */
export class FeedConnection {
  private end: FeedEnd | undefined;
  private isSilent = false;
  private calmWatchdog: () => void = () => undefined;

  constructor(
    private readonly parts: ConnectionParts,
    private readonly controller: AbortController,
    private readonly watch: ConnectionWatch,
  ) {}

  /** Resolves when the stream has ended; throws `ApiProblem` where it was refused, `NetworkError` where it never began. */
  async run(after: string, frames: FeedFrames): Promise<FeedEnd> {
    this.feedWatchdog();
    try {
      const response = await this.parts.transport.open({
        method: 'get',
        path: EVENTS_PATH,
        headers: { Accept: 'text/event-stream', 'Last-Event-ID': after },
        signal: this.controller.signal,
      });
      this.watch.onLive();
      await this.read(response, frames);
    } catch (error) {
      if (this.controller.signal.aborted) return this.end ?? { kind: this.isSilent ? 'silent' : 'reconnect' };
      throw error;
    } finally {
      this.calmWatchdog();
    }
    return this.end ?? { kind: 'lost' };
  }

  private async read(response: Response, frames: FeedFrames): Promise<void> {
    const reader = response.body?.getReader();
    if (reader === undefined) throw new TypeError('This fetch cannot stream.');
    const decoder = new TextDecoder();
    const parser = new SseParser(
      (frame) => {
        // What follows a goodbye is not part of the stream.
        if (this.end === undefined) this.take(frame, frames);
      },
      (ms) => this.watch.onRetry(ms),
    );
    while (this.end === undefined) {
      const { done, value } = await reader.read();
      if (done) return;
      this.feedWatchdog();
      parser.push(decoder.decode(value, { stream: true }));
    }
  }

  private take({ event, data, id }: SseFrame, frames: FeedFrames): void {
    if (data === undefined) return frames.moved(id);
    const body = parse(data);
    if (body === undefined) return;
    // A goodbye is no sign of life: a server that says nothing else is to be asked less and less.
    if (event === 'message' || event === 'reset') this.watch.onFrame();
    if (event === 'message') frames.event(body as OperatorEvent);
    else if (event === 'reset') frames.reset(withoutType(body as EventReset), id === '' ? undefined : id);
    else if (event === 'resync') this.end = { kind: 'resync' };
    else if (event === 'bye') this.end = endOf((body as { reason?: string }).reason);
    // Other names are of a later version: they would harm nobody who does not know them.
  }

  /** A connection that says nothing at all is dead, whatever the network believes. */
  private feedWatchdog(): void {
    this.calmWatchdog();
    this.calmWatchdog = this.parts.platform.after(this.parts.watchdogMs, () => {
      this.isSilent = true;
      this.controller.abort(new Error('The stream fell silent.'));
    });
  }
}

const BYES = ['session_ended', 'token_expired', 'too_many_streams', 'slow_reader', 'shutdown'] as const;

function endOf(reason: string | undefined): FeedEnd {
  return { kind: BYES.find((known) => known === reason) ?? 'lost' };
}

function withoutType({ reason, refetch }: EventReset): EventReset {
  return { reason, refetch };
}

function parse(data: string): object | undefined {
  try {
    const body: unknown = JSON.parse(data);
    return typeof body === 'object' && body !== null ? body : undefined;
  } catch {
    return undefined;
  }
}
