import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { EventPosition } from '../../events/domain/event-position.js';
import type { CloseReason } from '../domain/close-reason.js';
import type { EventPage, StoredEvent } from '../event-log.service.js';
import { EventBatch } from '../view/event-batch.js';
import { EventDraft } from '../view/event-draft.js';
import type { EventFrame } from '../view/event-frame.js';
import { EventStream, type StreamSource } from './event-stream.js';
import type { StreamSink } from './stream-sink.js';

const ALL = { sees: () => true, works: () => true, isAdmin: () => true };

function event(id: number): StoredEvent {
  const rest = { version: 1, occurredAt: new Date(0), channelId: 1, chatId: null, messageId: null };
  return { ...rest, position: { tx: 1n, id }, type: 'channel.paused', data: { id } };
}

const batchOf = (events: readonly StoredEvent[]): EventBatch =>
  new EventBatch(
    events.map((one) => new EventDraft(one, { fixed: one.data })),
    ALL,
    (error) => {
      throw error;
    },
  );

const range = (first: number, last: number): StoredEvent[] =>
  Array.from({ length: last - first + 1 }, (_, index) => event(first + index));

/** A log, a tail that has come to its end, and one stream. */
class Desk implements StreamSource {
  log: StoredEvent[] = [];
  isLive = false;
  failures = 0;
  readonly seen: number[] = [];
  readonly reported: string[] = [];
  /** How many bytes each time. */
  readonly written: number[] = [];
  closed: CloseReason | undefined;
  readonly backlog = { bytes: 0, events: 0 };
  readonly stream: EventStream;

  constructor(private readonly isStalled = false) {
    const sink: StreamSink = {
      backlog: this.backlog,
      write: (frames) => this.take(frames),
      close: (reason) => (this.closed = reason),
    };
    this.stream = new EventStream(
      { userId: 1, language: 'en', position: { tx: 1n, id: 0 }, reset: undefined },
      sink,
      this,
    );
  }

  async page({ id }: EventPosition, limit: number): Promise<EventPage> {
    if ((this.failures -= 1) >= 0) throw new Error('away');
    const events = this.log.filter(({ position }) => position.id > id).slice(0, limit);
    const next = events.at(-1)?.position ?? { tx: 1n, id };
    return { events, next, isLast: events.length < limit, isWaiting: false };
  }

  async batch(events: readonly StoredEvent[]): Promise<EventBatch> {
    return batchOf(events);
  }

  join(): boolean {
    this.isLive = this.stream.position.id === (this.log.at(-1)?.position.id ?? 0);
    return this.isLive;
  }

  part(): void {
    this.isLive = false;
  }

  leave(): void {
    this.isLive = false;
  }

  report(error: unknown): void {
    this.reported.push(String(error));
  }

  /** What the tail does. */
  come(first: number, last: number, text = ''): void {
    const events = range(first, last).map((one) => ({ ...one, data: { ...one.data, text } }));
    this.log.push(...events);
    if (this.isLive) this.stream.push(batchOf(events));
  }

  private take(frames: readonly EventFrame[]): void {
    this.written.push(Buffer.byteLength(frames.map(({ json }) => json).join('')));
    this.seen.push(...frames.map(({ event }) => Number((event?.data as { id?: number } | undefined)?.id)));
    if (this.isStalled) this.backlog.events += frames.length;
  }
}

const numbers = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

describe('a stream', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('reads what it missed and then gets what comes, each once and in order', async () => {
    const desk = new Desk();
    desk.log = range(1, 250);
    desk.stream.start();
    await jest.advanceTimersByTimeAsync(0);
    desk.come(251, 300);
    desk.come(301, 301);
    expect(desk.seen).toEqual(numbers(301));
    expect(desk.stream.position.id).toBe(301);
  });

  it('leaves out of a batch what it has read by itself', async () => {
    const desk = new Desk();
    desk.stream.start();
    await jest.advanceTimersByTimeAsync(0);
    desk.come(1, 3);
    desk.stream.push(batchOf(range(2, 5)));
    expect(desk.seen).toEqual(numbers(5));
  });

  it('tries again where the database was away, and says each time why', async () => {
    const desk = new Desk();
    desk.log = range(1, 3);
    desk.failures = 2;
    desk.stream.start();
    await jest.advanceTimersByTimeAsync(3_000);
    expect(desk.seen).toEqual(numbers(3));
    expect(desk.reported).toEqual(['Error: away', 'Error: away']);
  });

  it('reads by itself again where more comes at once than may wait', async () => {
    const desk = new Desk();
    desk.stream.start();
    await jest.advanceTimersByTimeAsync(0);
    desk.come(1, 600);
    expect(desk.seen).toEqual([]);
    await jest.advanceTimersByTimeAsync(0);
    expect(desk.seen).toEqual(numbers(600));
    expect(desk.isLive).toBe(true);
  });

  it('counts what may wait in bytes, whatever the alphabet', async () => {
    const desk = new Desk();
    desk.stream.start();
    await jest.advanceTimersByTimeAsync(0);
    // 0.8 million letters of two bytes each.
    desk.come(1, 200, 'ж'.repeat(4_000));
    expect(desk.seen).toEqual([]);
    await jest.advanceTimersByTimeAsync(0);
    expect(desk.seen).toEqual(numbers(200));
    expect(Math.max(...desk.written)).toBeLessThanOrEqual(64 * 1024);
  });

  it('sends away who takes nothing, with no more waiting than is allowed', async () => {
    const desk = new Desk(true);
    desk.stream.start();
    await jest.advanceTimersByTimeAsync(0);
    for (let first = 1; first < 6_000; first += 100) {
      desk.come(first, first + 99);
      await jest.advanceTimersByTimeAsync(100);
    }
    expect(desk.closed).toBe('slow_reader');
    expect(desk.backlog.events).toBeLessThanOrEqual(256);
    expect(desk.isLive).toBe(false);
  });

  it('says nothing once it was stopped', async () => {
    const desk = new Desk();
    desk.log = range(1, 250);
    desk.stream.start();
    desk.stream.stop();
    await jest.advanceTimersByTimeAsync(0);
    desk.stream.push(batchOf(range(1, 2)));
    expect(desk.seen).toEqual([]);
  });
});
