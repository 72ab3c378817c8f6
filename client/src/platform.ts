/** What other tabs of the origin are kept apart with: `navigator.locks`. */
export interface Locks {
  request(name: string, options: { signal?: AbortSignal }, work: () => Promise<unknown>): Promise<unknown>;
}

/** What other tabs of the origin are told things through: a `BroadcastChannel`. */
export interface TabChannel {
  postMessage(message: unknown): void;
  close(): void;
  onmessage: ((event: { data: unknown }) => void) | null;
}

/** Everything the client takes from where it runs; tests give their own. */
export interface Platform {
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** Milliseconds since 1970. */
  now(): number;
  /** From 0 to below 1. */
  random(): number;
  /** Runs something after that many milliseconds; the answer calls it off. */
  after(ms: number, run: () => void): () => void;
  /** Tells of the return of the network; the answer stops that. */
  onOnline(run: () => void): () => void;
  /** Reports what the application's own callback threw, without harm to the client. */
  report(error: unknown): void;
  /** Absent outside browsers and where a page is not served securely: then every tab keeps to itself. */
  locks?: Locks;
  openChannel?: (name: string) => TabChannel;
}

interface PageGlobals {
  document?: unknown;
  navigator?: { locks?: Locks };
  BroadcastChannel?: new (name: string) => TabChannel;
  addEventListener?: (type: string, run: () => void) => void;
  removeEventListener?: (type: string, run: () => void) => void;
}

/** The browser's page, or Node. */
export function currentPlatform(): Platform {
  const page = globalThis as object as PageGlobals;
  const platform: Platform = {
    fetch: (url, init) => globalThis.fetch(url, init),
    now: () => Date.now(),
    random: () => Math.random(),
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    onOnline: (run) => {
      page.addEventListener?.('online', run);
      return () => page.removeEventListener?.('online', run);
    },
    report: (error) => {
      setTimeout(() => {
        throw error;
      });
    },
  };
  // Node has locks and channels too, of one process, where nobody shares a sign-in between windows.
  if (page.document === undefined) return platform;
  const { navigator, BroadcastChannel } = page;
  if (navigator?.locks !== undefined) platform.locks = navigator.locks;
  if (BroadcastChannel !== undefined) platform.openChannel = (name) => new BroadcastChannel(name);
  return platform;
}
