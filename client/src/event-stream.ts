import type { SignIn } from './credentials.js';
import { EventFeed, type FeedParts, finalReason } from './event-feed.js';
import type { EventsOptions, StateDetail, StreamState } from './event-types.js';
import { Handover } from './handover.js';
import { SharedFeed } from './shared-feed.js';

/** Events as they happen, each once, until it is closed: lost connections are made again and go on where they ended. */
export class EventStream {
  private readonly handover: Handover;
  private readonly closing = new AbortController();
  private feed: { reconnect(): void } | undefined;
  /** Resolves when the stream is closed and holds nothing any more. */
  readonly closed: Promise<void>;

  constructor(
    private readonly parts: FeedParts,
    options: EventsOptions,
    /** Under which it was opened: it ends with that. */
    signIn: Pick<SignIn, 'onEnd'>,
    /** Under what name to share with other tabs; undefined where this one stays alone. */
    nameOfShared: () => Promise<string | undefined>,
  ) {
    this.handover = new Handover(options, parts.platform, options.after);
    const forget = signIn.onEnd((error) => this.end(finalReason(error) ?? {}));
    this.closing.signal.addEventListener('abort', forget);
    this.closed = this.run(nameOfShared).catch((error: unknown) => {
      if (this.closing.signal.aborted) return;
      this.end({ reason: 'closed' });
      parts.platform.report(error);
    });
  }

  /** How things stand. */
  get state(): StreamState {
    return this.handover.state;
  }

  /** The position after the last event handed over: `after` of a later stream. */
  get lastId(): string | undefined {
    return this.handover.lastId;
  }

  /** Drops the present connection, or the wait for it, and connects at once. */
  reconnect(): void {
    this.feed?.reconnect();
  }

  /** Ends it; nothing is handed over any more. */
  close(): void {
    this.end({ reason: 'closed' });
  }

  /** Ends it for a reason that the application did not give. */
  end(detail: StateDetail): void {
    this.handover.tell('closed', detail);
    this.closing.abort();
  }

  private async run(nameOfShared: () => Promise<string | undefined>): Promise<void> {
    const name = await nameOfShared();
    if (this.closing.signal.aborted) return;
    const end = await (name === undefined ? this.runAlone() : this.runShared(name));
    this.end(end ?? { reason: 'closed' });
  }

  private runAlone(): Promise<StateDetail | undefined> {
    const { handover } = this;
    const feed = new EventFeed(this.parts, {
      position: () => handover.lastId,
      begin: (id) => {
        handover.moved(id);
      },
      state: (state, detail) => handover.tell(state, detail),
      event: (event) => {
        handover.event(event);
      },
      moved: (id) => {
        handover.moved(id);
      },
      reset: (reset, id) => handover.reset(reset, id),
    });
    this.feed = feed;
    return feed.run(this.closing.signal);
  }

  private runShared(name: string): Promise<StateDetail | undefined> {
    const { locks, openChannel } = this.parts.platform;
    if (locks === undefined || openChannel === undefined) return this.runAlone();
    const feed = new SharedFeed({ feed: this.parts, handover: this.handover, locks, openChannel, name }, this.closing);
    this.feed = feed;
    return feed.run();
  }
}
