import type { Language } from '../../common/errors/localized-text.js';
import { comparePositions, encodeEventPosition, EventPosition } from '../../events/domain/event-position.js';
import type { CloseReason } from '../domain/close-reason.js';
import type { EventPage, StoredEvent } from '../event-log.service.js';
import type { EventBatch } from '../view/event-batch.js';
import type { EventFrame } from '../view/event-frame.js';
import { MAX_BACKLOG, StreamSink } from './stream-sink.js';
import type { StreamStart } from './stream-start.js';

/** Read at once by a stream that catches up. */
const PAGE = 100;
/** Written at once by it, before it waits until the socket has taken that. */
const PIECE_BYTES = 64 * 1024;
/** Who takes nothing for so long is slow. */
const PATIENCE_MS = 5_000;
const LOOK_AT_BACKLOG_MS = 20;
const TRY_AGAIN_MS = 1_000;

/** What a stream needs of the feed. */
export interface StreamSource {
  page(position: EventPosition, limit: number): Promise<EventPage>;
  batch(events: readonly StoredEvent[]): Promise<EventBatch>;
  /** From now on batches are pushed; false where there is more to be read first. */
  join(stream: EventStream): boolean;
  /** No more, until it joins again. */
  part(stream: EventStream): void;
  leave(stream: EventStream): void;
  /** What it could not read, and will try to read again. */
  report(error: unknown): void;
}

export interface StreamReader extends StreamStart {
  userId: number;
  language: Language;
}

/**
 * One reader's way through the sequence. It reads by itself, no faster than its socket takes it, until it has come to where the feed
 * is; from there on the feed pushes. Who falls behind reads by themselves again; who takes nothing at all is sent away.
 */
export class EventStream {
  /** Everything up to here was handed over. */
  position: EventPosition;
  /** Where it begins. */
  readonly lastId: string;
  readonly userId: number;
  private isEnded = false;

  constructor(
    private readonly reader: StreamReader,
    private readonly sink: StreamSink,
    private readonly source: StreamSource,
  ) {
    this.userId = reader.userId;
    this.position = reader.position;
    this.lastId = encodeEventPosition(reader.position);
  }

  start(): void {
    if (this.isEnded) return;
    if (this.reader.reset !== undefined) this.sink.write([this.reader.reset]);
    void this.catchUp();
  }

  /** Its door has closed. */
  stop(): void {
    this.isEnded = true;
    this.source.leave(this);
  }

  /** Closes its door. */
  end(reason: CloseReason): void {
    if (this.isEnded) return;
    this.stop();
    this.sink.close(reason);
  }

  /** What the feed has read, begun at or before where this stream is. */
  push(batch: EventBatch): void {
    if (this.isEnded || batch.end === undefined) return;
    const frames = batch.framesFor(this.userId, this.reader.language, this.position);
    if (!this.hasRoomFor(frames)) {
      this.source.part(this);
      void this.catchUp();
      return;
    }
    if (comparePositions(batch.end, this.position) > 0) this.position = batch.end;
    if (frames.length > 0) this.sink.write(frames);
  }

  private hasRoomFor(frames: readonly EventFrame[]): boolean {
    const { events, bytes } = this.sink.backlog;
    return events + frames.length <= MAX_BACKLOG.events && bytes + sizeOf(frames) <= MAX_BACKLOG.bytes;
  }

  private async catchUp(): Promise<void> {
    while (!this.isEnded) {
      try {
        if (await this.readPage()) return;
      } catch (error) {
        if (this.sink.failed !== undefined) {
          this.stop();
          this.sink.failed(error);
          return;
        }
        this.source.report(error);
        await pause(TRY_AGAIN_MS);
      }
    }
  }

  /** True where the feed takes over. */
  private async readPage(): Promise<boolean> {
    const { events, next, isLast } = await this.source.page(this.position, PAGE);
    if (events.length > 0) {
      const batch = await this.source.batch(events);
      await this.writeInPieces(batch.framesFor(this.userId, this.reader.language));
    }
    if (this.isEnded) return true;
    this.position = next;
    if (!isLast || !this.source.join(this)) return false;
    this.sink.caughtUp?.(this.position);
    return true;
  }

  private async writeInPieces(frames: readonly EventFrame[]): Promise<void> {
    for (const piece of piecesOf(frames)) {
      if (!(await this.isTaken())) this.end('slow_reader');
      if (this.isEnded) return;
      this.sink.write(piece);
    }
  }

  /** Whether the socket has taken, in time, all that was written. */
  private async isTaken(): Promise<boolean> {
    for (let waited = 0; this.sink.backlog.events > 0 && !this.isEnded; waited += LOOK_AT_BACKLOG_MS) {
      if (waited >= PATIENCE_MS) return false;
      await pause(LOOK_AT_BACKLOG_MS);
    }
    return true;
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}

/** Each as large as may be written at once, and one frame at least. */
function piecesOf(frames: readonly EventFrame[]): EventFrame[][] {
  const pieces: EventFrame[][] = [];
  let bytes = Infinity;
  for (const frame of frames) {
    bytes += frame.size;
    if (bytes > PIECE_BYTES) {
      pieces.push([]);
      bytes = frame.size;
    }
    pieces.at(-1)?.push(frame);
  }
  return pieces;
}

function sizeOf(frames: readonly EventFrame[]): number {
  return frames.reduce((sum, { size }) => sum + size, 0);
}
