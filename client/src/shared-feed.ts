import { EventFeed, type FeedOwner, type FeedParts, finalReason } from './event-feed.js';
import { EventsPage } from './events-page.js';
import type { EventReset, OperatorEvent, StateDetail, StreamState } from './event-types.js';
import type { Handover } from './handover.js';
import type { Locks, TabChannel } from './platform.js';
import { ApiProblem } from './problem.js';
import { backoffMs } from './retry.js';
import { readTabMessage, type TabMessage } from './tab-messages.js';
import { linkedController, sleep } from './wait.js';

export interface SharedParts {
  feed: FeedParts;
  handover: Handover;
  locks: Locks;
  openChannel: (name: string) => TabChannel;
  /** The same in all tabs that share. */
  name: string;
}

const CLOSING_MS = 1_000;

/**
 * One connection for all tabs: whoever holds the lock has it and relays. The others check by the leader's positions that nothing is
 * missing, and fetch what is through the JSON door. When the leader's tab dies the browser frees its lock, and the next goes on from
 * its own position; events that it had already are dropped by their ids.
 */
export class SharedFeed implements FeedOwner {
  private readonly channel: TabChannel;
  private readonly feed: EventFeed;
  private readonly signals: AbortController;
  /** Ends when we lead: our own connection then brings what is missing, and nothing may keep it waiting. */
  private readonly following: AbortController;
  private isLeader = false;
  private isClosed = false;
  private ended: StateDetail | undefined;
  private detail: StateDetail = {};
  /** Messages are worked off one after another, for some have to wait for the server. */
  private work: Promise<void> = Promise.resolve();

  constructor(
    private readonly parts: SharedParts,
    closing: AbortController,
  ) {
    this.signals = closing;
    this.following = linkedController(closing.signal);
    this.channel = parts.openChannel(parts.name);
    this.feed = new EventFeed(parts.feed, this);
  }

  /** Runs until the signal is aborted; gives the reason where the server will not have us. */
  async run(): Promise<StateDetail | undefined> {
    const { signal } = this.signals;
    let end: StateDetail | undefined;
    this.channel.onmessage = ({ data }) => {
      const message = readTabMessage(data);
      // Another version may mean something else by it.
      const report = (error: unknown): void => this.parts.feed.platform.report(error);
      if (message !== undefined) this.work = this.work.then(() => this.take(message)).catch(report);
    };
    try {
      this.post({ kind: 'hello' });
      await this.parts.locks.request(this.parts.name, { signal }, async () => {
        this.isLeader = true;
        this.following.abort();
        this.state('connecting', {});
        await this.worked();
        if (signal.aborted) return;
        end = await this.feed.run(signal);
        // Whoever comes next would be refused in the same way; another tab's session may be alive, though.
        if (end !== undefined && end.reason !== 'signed_out') await this.closeAll(end);
      });
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      this.isLeader = false;
      this.isClosed = true;
      this.channel.close();
    }
    return end ?? this.ended;
  }

  reconnect(): void {
    if (this.isLeader) this.feed.reconnect();
    else this.post({ kind: 'reconnect' });
  }

  position(): string | undefined {
    return this.parts.handover.lastId;
  }

  begin(id: string): void {
    this.parts.handover.moved(id);
  }

  event(event: OperatorEvent): void {
    const prev = this.position();
    const isNews = this.parts.handover.event(event);
    // What we had already others may miss; only where it lies is not known then.
    this.post({ kind: 'event', prev: isNews ? prev : undefined, event });
  }

  moved(id: string): void {
    const prev = this.position();
    if (this.parts.handover.moved(id)) this.post({ kind: 'moved', prev, id });
  }

  reset(reset: EventReset, id: string | undefined): void {
    const prev = this.position();
    this.parts.handover.reset(reset, id);
    this.post({ kind: 'reset', prev, reset, id });
  }

  state(state: StreamState, detail: StateDetail): void {
    this.detail = detail;
    // The stream itself says that it is closed.
    if (state !== 'closed') this.parts.handover.tell(state, detail);
    this.post({ kind: 'state', state, detail, at: this.position() });
  }

  /** Resolves when nothing waits any more: then two sources never move the position at once. */
  private async worked(): Promise<void> {
    for (let known; known !== this.work;) {
      known = this.work;
      await known;
    }
  }

  /** Keeps the lock until all have heard it, or the next would try at once. */
  private async closeAll(end: StateDetail): Promise<void> {
    this.state('closed', end);
    await sleep(this.parts.feed.platform, CLOSING_MS, this.signals.signal).catch(() => undefined);
  }

  private async take(message: TabMessage): Promise<void> {
    if (this.signals.signal.aborted) return;
    if (message.kind === 'state' && message.state === 'closed') return this.endWith(message.detail);
    if (this.isLeader) return this.answer(message);
    const { handover } = this.parts;
    if (message.kind === 'state') {
      await this.comeTo(message.at);
      // We may lead by now, and know better.
      if (!this.isLeader) handover.tell(message.state, message.detail);
    } else if (message.kind === 'event') await this.takeEvent(message);
    else if (message.kind === 'moved') {
      // From elsewhere it might lead us back; the next event tells what we miss.
      if (this.isAt(message.prev)) handover.moved(message.id);
    } else if (message.kind === 'reset') await this.takeReset(message);
  }

  private answer(message: TabMessage): void {
    if (message.kind === 'hello') this.state(this.parts.handover.state, this.detail);
    else if (message.kind === 'reconnect') this.feed.reconnect();
  }

  /** Makes sure that everything up to the leader's position was handed over. */
  private async comeTo(at: string | undefined): Promise<void> {
    const { handover } = this.parts;
    if (at === undefined || handover.knows(at)) return;
    // From now on is from where the leader is.
    if (handover.lastId === undefined) handover.moved(at);
    else await this.catchUp();
  }

  private async takeEvent({ prev, event }: Extract<TabMessage, { kind: 'event' }>): Promise<void> {
    const { handover } = this.parts;
    if (handover.knows(event.id)) return;
    const isNext = handover.lastId === undefined || this.isAt(prev);
    if (isNext) handover.event(event);
    // What the server does not name then lies before the place where this tab began: neither it nor what follows it counts as known.
    else await this.catchUp();
  }

  private async takeReset({ prev, reset, id }: Extract<TabMessage, { kind: 'reset' }>): Promise<void> {
    const isHere = this.parts.handover.lastId === undefined || this.isAt(prev);
    this.parts.handover.reset(reset, isHere ? id : undefined);
    if (!isHere) await this.catchUp();
  }

  /** Whether we are where the leader was. */
  private isAt(prev: string | undefined): boolean {
    return prev !== undefined && this.parts.handover.isAt(prev);
  }

  /** Hands over what the server has beyond our position. */
  private async catchUp(): Promise<void> {
    const { signal } = this.following;
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      try {
        while (await this.catchPage(signal)) attempt = 0;
        return;
      } catch (error) {
        if (signal.aborted) return;
        const final = finalReason(error);
        if (final !== undefined) return this.endWith(final);
        await this.pause(error, attempt, signal);
      }
    }
  }

  /** True where there may be more. */
  private async catchPage(signal: AbortSignal): Promise<boolean> {
    const { handover, feed } = this.parts;
    if (handover.lastId === undefined) return false;
    const { events, lastId, reset } = await new EventsPage(feed.transport).after(handover.lastId, signal);
    for (const event of events) handover.event(event);
    if (reset === null) handover.goOn(lastId);
    else handover.reset(reset, lastId);
    return events.length > 0 || reset !== null;
  }

  /** The leader's own requests fail as well, and it says so. */
  private async pause(error: unknown, attempt: number, signal: AbortSignal): Promise<void> {
    const { platform, timing } = this.parts.feed;
    const retryAfterMs = error instanceof ApiProblem ? (error.retryAfter ?? 0) * 1000 : 0;
    const delay = Math.max(backoffMs(attempt, timing, platform.random()), retryAfterMs);
    try {
      await sleep(platform, delay, signal);
    } catch {
      // Called off: whoever asks looks at the signal.
    }
  }

  private endWith(detail: StateDetail): void {
    this.ended = detail;
    this.signals.abort();
  }

  private post(message: TabMessage): void {
    // A closed channel throws; and what comes after the end of our stream the next leader says.
    if (!this.isClosed && !this.signals.signal.aborted) this.channel.postMessage(message);
  }
}
