import { setImmediate } from 'node:timers/promises';
import { Injectable, OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { AuthUser } from '../auth/domain/auth-user.js';
import type { Language } from '../common/errors/localized-text.js';
import { Logger } from '../common/logger.js';
import { WorkLimit } from '../common/work-limit.js';
import { comparePositions, EventPosition } from '../events/domain/event-position.js';
import { EventLogService, EventPage, StoredEvent } from './event-log.service.js';
import { EventViewService } from './event-view.service.js';
import { EventSignal } from './feed/event-signal.service.js';
import { EventStream } from './feed/event-stream.js';
import { RecentEvents } from './feed/recent-events.js';
import { findStart } from './feed/stream-start.js';
import { StreamTroubles } from './feed/stream-troubles.js';
import type { StreamSink } from './feed/stream-sink.js';

/** What no signal told of is found by looking. */
const LOOK_EVERY_MS = 1_000;
/** Below what a stream may have waiting, so that nobody is behind for one batch. */
const BATCH = 200;
/** At least so many are kept in memory, for streams that come back after a short while. */
const RECENT = 2_000;
/** Events that wait for an older transaction are looked for again so soon; it says nothing when it ends. */
const WAITING_MS = 25;
/** So many streams are served in one turn of the loop. */
const STREAMS_IN_A_TURN = 100;

/** So many readers who come back are read for at once: a crowd of them leaves connections to the database for everybody else. */
const CATCHING_UP_AT_ONCE = 4;

export interface StreamRequest {
  user: Pick<AuthUser, 'id'>;
  language: Language;
  /** The client's text; undefined: from now on. */
  after: string | undefined;
  /** What was committed before is to be seen at once, not when the tail has come to it. */
  isFresh?: boolean;
}

/** The one tail of the sequence in this process: each event is read once, for all streams that have come so far. */
@Injectable()
export class EventFeed implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly listeners = new Set<() => void>();
  private readonly streams = new Set<EventStream>();
  private readonly live = new Set<EventStream>();
  private readonly catchingUp = new WorkLimit(CATCHING_UP_AT_ONCE, Infinity);
  private readonly troubles: StreamTroubles;
  private recent: RecentEvents | undefined;
  private timer: NodeJS.Timeout | undefined;
  private waitingTimer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private mustLook = false;
  private isStopped = false;

  constructor(
    private readonly log: EventLogService,
    private readonly view: EventViewService,
    private readonly signal: EventSignal,
    logger: Logger,
  ) {
    this.troubles = new StreamTroubles(logger);
  }

  /** Readers who are being served, polls that wait among them. */
  get openStreams(): number {
    return this.streams.size;
  }

  /** Calls `listener` when events have come; the return value ends that. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** A stream of what `user` may see, to be started by its door. Throws where the database is away. */
  async open({ user, language, after, isFresh = false }: StreamRequest, sink: StreamSink): Promise<EventStream> {
    const start = await findStart(after, await this.begun(), this.log);
    // Who asks once and waits for the answer goes before those who are read for.
    const inTurn = <T>(work: () => Promise<T>): Promise<T> => (isFresh ? work() : this.catchingUp.run(work));
    const stream = new EventStream({ userId: user.id, language, ...start }, sink, {
      page: (position, limit) => inTurn(() => this.page(position, limit, isFresh)),
      batch: (events) => inTurn(() => this.view.batchFor(user.id, events)),
      join: (joining) => this.join(joining),
      part: (parting) => void this.live.delete(parting),
      leave: (leaving) => this.leave(leaving),
      report: (error) => this.troubles.report(error),
    });
    this.streams.add(stream);
    // Asked for while the process ends: there is no tail any more that would push to it.
    if (this.isStopped) stream.end('shutdown');
    return stream;
  }

  onApplicationBootstrap(): void {
    this.signal.onSignal(() => this.wake());
    this.timer = setInterval(() => this.wake(), LOOK_EVERY_MS).unref();
    this.wake();
  }

  async onModuleDestroy(): Promise<void> {
    this.isStopped = true;
    clearInterval(this.timer);
    clearTimeout(this.waitingTimer);
    for (const stream of this.streams) stream.end('shutdown');
    await this.running;
  }

  /** Looks for events now, or once more where it is looking. */
  wake(): void {
    this.mustLook = true;
    if (this.running !== undefined || this.isStopped) return;
    this.running = this.look().finally(() => {
      this.running = undefined;
      if (this.mustLook) this.wake();
    });
  }

  private async look(): Promise<void> {
    try {
      while (this.mustLook && !this.isStopped) {
        this.mustLook = false;
        await this.readOn();
      }
    } catch (error) {
      // The next look is at most a second away: a database that is away is not asked in a loop.
      this.mustLook = false;
      this.troubles.report(error);
    }
  }

  private async readOn(): Promise<void> {
    const recent = await this.begun();
    const before = recent.head;
    const { events, isLast, isWaiting, next } = await this.log.page(before, BATCH);
    // From here on a stream that has only come to `before` reads these by itself and then joins.
    recent.append(events, next);
    if (!isLast) this.mustLook = true;
    if (isWaiting) this.lookSoon();
    if (events.length === 0) return;
    try {
      await this.deliver(events);
    } catch (error) {
      recent.rewind(before);
      throw error;
    }
    for (const listener of this.listeners) listener();
  }

  /** The first that comes, a look or a stream, says where this process begins. */
  private async begun(): Promise<RecentEvents> {
    if (this.recent !== undefined) return this.recent;
    const head = await this.log.head();
    return (this.recent ??= new RecentEvents(head, head, RECENT));
  }

  private async deliver(events: readonly StoredEvent[]): Promise<void> {
    const live = [...this.live];
    if (live.length === 0) return;
    const batch = await this.view.batch(events, [...new Set(live.map(({ userId }) => userId))]);
    for (const [index, stream] of live.entries()) {
      if (index % STREAMS_IN_A_TURN === STREAMS_IN_A_TURN - 1) await setImmediate();
      stream.push(batch);
    }
  }

  private lookSoon(): void {
    this.waitingTimer ??= setTimeout(() => {
      this.waitingTimer = undefined;
      this.wake();
    }, WAITING_MS).unref();
  }

  private async page(position: EventPosition, limit: number, isFresh: boolean): Promise<EventPage> {
    const page = this.recent?.after(position, limit);
    if (page === undefined || (page.isLast && isFresh)) return this.log.page(position, limit);
    return page;
  }

  /** A stream that has everything read so far gets the rest from here; false: there is more that it has to read first. */
  private join(stream: EventStream): boolean {
    const { recent } = this;
    if (recent === undefined) return false;
    const rest = recent.after(stream.position, 1);
    const isUpToDate =
      rest === undefined ? comparePositions(stream.position, recent.head) >= 0 : rest.events.length === 0;
    if (!isUpToDate) return false;
    this.live.add(stream);
    // Of what gave or took a chat before this place the stream will not hear any more.
    this.view.forgetAccess();
    return true;
  }

  private leave(stream: EventStream): void {
    this.live.delete(stream);
    this.streams.delete(stream);
  }
}
