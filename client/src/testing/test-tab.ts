import { type Client, createClient } from '../client.js';
import type { EventStream } from '../event-stream.js';
import type { StateDetail, StreamState } from '../event-types.js';
import type { Session, SessionStore } from '../session.js';
import type { FakeEventsServer } from './fake-events-server.js';
import { type FakeBrowser, FakeTab } from './fake-tabs.js';

interface TabOptions {
  after?: string | undefined;
  userId?: number;
  /** In place of one of its own that never changes. */
  store?: SessionStore;
}

/** A session of that user, whose tokens live for ever. */
export function lastingSession(userId: number): Session {
  const user = { id: userId, email: 'anna@example.com', name: 'Anna', role: 'operator' as const };
  return { accessToken: `a${userId}`, refreshToken: 'r', renewAt: Number.MAX_SAFE_INTEGER, user };
}

/** A tab with a stream, and what its application hears. */
export class TestTab {
  readonly got: string[] = [];
  readonly states: StreamState[] = [];
  readonly details: StateDetail[] = [];
  readonly resets: unknown[] = [];
  readonly tab: FakeTab;
  readonly client: Client;
  readonly stream: EventStream;
  signedOut = 0;

  constructor(browser: FakeBrowser, server: FakeEventsServer, { after, userId = 5, store }: TabOptions = {}) {
    this.tab = new FakeTab(browser, server.fetch);
    const session = lastingSession(userId);
    this.client = createClient({
      baseUrl: 'http://server',
      session: store ?? { read: () => session, write: () => undefined },
      platform: this.tab.platform(),
      onSignedOut: () => {
        this.signedOut += 1;
      },
    });
    this.stream = this.client.events({
      after,
      onEvent: ({ id }) => this.got.push(id),
      onState: (state, detail) => {
        this.states.push(state);
        this.details.push(detail);
      },
      onReset: (reset) => this.resets.push(reset),
    });
  }
}
