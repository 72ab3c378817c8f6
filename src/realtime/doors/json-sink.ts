import { encodeEventPosition, EventPosition } from '../../events/domain/event-position.js';
import type { EventListDto } from '../event-list.dto.js';
import type { EventDto } from '../event.dto.js';
import type { StreamBacklog, StreamSink } from '../feed/stream-sink.js';
import type { ResetFrameDto } from '../stream-frame.dto.js';
import type { EventFrame } from '../view/event-frame.js';

/** Gathers one answer: what there is, or, where it waits, the first that comes. */
export class JsonSink implements StreamSink {
  /** Resolves when there is something to answer; rejects where the database did not. */
  readonly done: Promise<void>;
  readonly backlog: StreamBacklog = { bytes: 0, events: 0 };
  private readonly events: EventDto[] = [];
  private reset: ResetFrameDto | null = null;
  private lastId: string | undefined;
  private isCaughtUp = false;
  private isFinished = false;
  private resolve: () => void = () => undefined;
  private reject: (error: unknown) => void = () => undefined;

  constructor(
    private readonly limit: number,
    private readonly isWaiting: boolean,
  ) {
    this.done = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  write(frames: readonly EventFrame[]): void {
    for (const frame of frames) {
      if (this.isFinished) return;
      this.take(frame);
    }
    if (this.isCaughtUp) this.finish();
  }

  caughtUp(position: EventPosition): void {
    if (this.isFinished) return;
    this.isCaughtUp = true;
    this.lastId = encodeEventPosition(position);
    if (!this.isWaiting || this.events.length > 0 || this.reset !== null) this.finish();
  }

  failed(error: unknown): void {
    this.isFinished = true;
    this.reject(error);
  }

  close(): void {
    this.finish();
  }

  finish(): void {
    this.isFinished = true;
    this.resolve();
  }

  /** `begin`: where the stream began. */
  answer(begin: string): EventListDto {
    return { events: this.events, lastId: this.lastId ?? begin, reset: this.reset };
  }

  private take({ id, event, reset }: EventFrame): void {
    this.lastId = id;
    if (reset !== undefined) {
      // What came before it is read anew anyway, and what comes after it is asked for with the next request.
      this.reset = reset;
      this.finish();
    }
    if (event !== undefined) this.events.push(event);
    if (this.events.length >= this.limit) this.finish();
  }
}
