import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { comparePositions, decodeEventPosition } from '../../events/domain/event-position.js';
import type { CloseReason } from '../domain/close-reason.js';
import { farewell, retryMs } from '../connections/farewell.js';
import type { StreamBacklog, StreamSink } from '../feed/stream-sink.js';
import { EventFrame, inOneLine, joinSse } from '../view/event-frame.js';

/** Proxies and phones drop a connection that is silent for 30 s. */
export const HEARTBEAT_MS = 20_000;
/** How long a farewell may take to leave. */
const GRACE_MS = 2_000;

/** `no-transform` and the accelerator's header keep proxies from holding events back, to compress them or to fill a buffer. */
export const STREAM_HEADERS: OutgoingHttpHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
};

export interface SseOptions {
  /** Where the reader is: said with a heartbeat, so that who sees little need not come back by an old position. */
  position(): string | undefined;
  /** The connection has ended, whoever ended it. Called once. */
  onEnd(): void;
  heartbeatMs?: number;
}

/** One answer that does not end: writes frames in the event stream format. */
export class SseConnection implements StreamSink {
  readonly backlog: StreamBacklog = { bytes: 0, events: 0 };
  private heartbeat: NodeJS.Timeout | undefined;
  private isOpen = false;
  private isClosed = false;
  private isStalled = false;
  private farewell: string | undefined;
  private lastId: string | undefined;

  constructor(
    private readonly response: ServerResponse,
    private readonly options: SseOptions,
  ) {
    response.on('close', () => this.finish());
    // A reader that hangs up while we write is no failure of ours.
    response.on('error', () => undefined);
  }

  /** Begins the answer, also where it was closed meanwhile: then it says so. `headers`: beside those of every stream. */
  open(headers: OutgoingHttpHeaders, lastId: string): void {
    // Whoever hung up while this was made ready has nobody to stop a heartbeat for.
    if (this.isClosed && this.farewell === undefined) return;
    const { response } = this;
    this.isOpen = true;
    response.socket?.setNoDelay(true);
    response.writeHead(200, { ...headers, ...STREAM_HEADERS });
    // Who is cut off before the first event comes back to here.
    response.write(`retry: ${retryMs()}\nid: ${lastId}\n\n`);
    this.lastId = lastId;
    if (this.farewell !== undefined) this.leave(this.farewell);
    else this.heartbeat = setInterval(() => this.beat(), this.options.heartbeatMs ?? HEARTBEAT_MS).unref();
  }

  write(frames: readonly EventFrame[]): void {
    if (this.isClosed) return;
    const chunk = joinSse(frames);
    const { backlog } = this;
    backlog.bytes += chunk.length;
    backlog.events += frames.length;
    this.lastId = frames.at(-1)?.id;
    this.response.write(chunk, () => {
      backlog.bytes -= chunk.length;
      backlog.events -= frames.length;
      this.isStalled = false;
    });
  }

  close(reason: CloseReason): void {
    if (this.isClosed) return;
    const frame = farewell(reason);
    const retry = 'retryMs' in frame ? `retry: ${frame.retryMs}\n` : '';
    this.farewell = `event: ${frame.type}\n${retry}data: ${inOneLine(frame)}\n\n`;
    if (this.isOpen) this.leave(this.farewell);
    this.finish();
  }

  private leave(farewell: string): void {
    const { response } = this;
    response.end(farewell);
    setTimeout(() => response.destroy(), GRACE_MS).unref();
  }

  private beat(): void {
    if (this.backlog.events > 0) {
      // Since the last heartbeat nothing at all has left.
      if (this.isStalled) this.close('slow_reader');
      this.isStalled = true;
      return;
    }
    const position = this.options.position();
    // While a stream catches up, what was written last is ahead of where it is known to be.
    const isNews = position !== undefined && (this.lastId === undefined || isBehind(this.lastId, position));
    if (isNews) this.lastId = position;
    this.response.write(isNews ? `: \nid: ${position}\n\n` : ': \n\n');
  }

  private finish(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    clearInterval(this.heartbeat);
    this.options.onEnd();
  }
}

function isBehind(id: string, other: string): boolean {
  const [mine, theirs] = [decodeEventPosition(id), decodeEventPosition(other)];
  return mine !== undefined && theirs !== undefined && comparePositions(mine, theirs) < 0;
}
