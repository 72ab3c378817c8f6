import type { Locks, Platform, TabChannel } from '../platform.js';
import type { FakeTime } from './fake-time.js';

interface Waiting {
  tab: FakeTab;
  start: () => void;
}

interface FakeChannel extends TabChannel {
  name: string;
  tab: FakeTab;
}

/** A browser: locks and channels of one origin, and tabs that can be closed without a word. */
export class FakeBrowser {
  readonly holders = new Map<string, FakeTab>();
  readonly queues = new Map<string, Waiting[]>();
  channels: FakeChannel[] = [];

  constructor(readonly time: FakeTime) {}

  /** The next in the queue gets the lock. */
  grant(name: string): void {
    const next = this.queues.get(name)?.shift();
    if (next === undefined) this.holders.delete(name);
    else {
      this.holders.set(name, next.tab);
      next.start();
    }
  }
}

export class FakeTab {
  isDead = false;
  /** Whether what others post does not arrive. */
  isDeaf = false;
  reported: unknown[] = [];
  private readonly death = new AbortController();

  constructor(
    private readonly browser: FakeBrowser,
    private readonly fetch: Platform['fetch'],
  ) {}

  /** The tab is closed: its lock is free, and it says and does nothing more. */
  die(): void {
    this.isDead = true;
    this.death.abort();
    const { browser } = this;
    browser.channels = browser.channels.filter(({ tab }) => tab !== this);
    for (const [name, queue] of browser.queues) {
      browser.queues.set(
        name,
        queue.filter(({ tab }) => tab !== this),
      );
    }
    for (const [name, holder] of browser.holders) if (holder === this) browser.grant(name);
  }

  platform(): Partial<Platform> {
    const { time } = this.browser;
    return {
      fetch: (url, init) => {
        if (this.isDead) return new Promise<Response>(() => undefined);
        const signals = [this.death.signal, ...(init.signal ? [init.signal] : [])];
        return this.fetch(url, { ...init, signal: AbortSignal.any(signals) });
      },
      now: () => time.now,
      random: () => 0.5,
      after: (ms, run) => time.after(ms, () => (this.isDead ? undefined : run())),
      report: (error) => this.reported.push(error),
      locks: this.locks(),
      openChannel: (name) => this.channel(name),
    };
  }

  private locks(): Locks {
    return {
      request: (name, { signal }, work) =>
        new Promise((resolve, reject) => {
          const { browser } = this;
          if (this.isDead) return;
          const start = (): void => {
            void work()
              .then(resolve, reject)
              .finally(() => {
                if (!this.isDead) browser.grant(name);
              });
          };
          const waiting = { tab: this, start };
          const queue = browser.queues.get(name) ?? [];
          browser.queues.set(name, queue);
          queue.push(waiting);
          signal?.addEventListener('abort', () => {
            const present = browser.queues.get(name) ?? [];
            if (!present.includes(waiting)) return;
            present.splice(present.indexOf(waiting), 1);
            reject(new DOMException('aborted', 'AbortError'));
          });
          if (!browser.holders.has(name)) queueMicrotask(() => !browser.holders.has(name) && browser.grant(name));
        }),
    };
  }

  private channel(name: string): TabChannel {
    const { browser } = this;
    const channel: FakeChannel = {
      name,
      tab: this,
      onmessage: null,
      close: () => {
        browser.channels = browser.channels.filter((other) => other !== channel);
      },
      postMessage: (message) => {
        if (this.isDead) return;
        if (!browser.channels.includes(channel)) throw new DOMException('Channel is closed', 'InvalidStateError');
        const data = structuredClone(message);
        for (const other of browser.channels) {
          if (other === channel || other.name !== name || other.tab.isDeaf) continue;
          setImmediate(() => {
            if (browser.channels.includes(other)) other.onmessage?.({ data });
          });
        }
      },
    };
    browser.channels.push(channel);
    return channel;
  }
}
