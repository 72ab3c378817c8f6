import type { components } from './schema.js';

export type User = components['schemas']['SignedInUserDto'];

/** Somebody's sign-in. */
export interface Session {
  accessToken: string;
  refreshToken: string;
  /** When to fetch the next tokens, in milliseconds since 1970 by this machine's clock: shortly before the access token expires. */
  renewAt: number;
  user: User;
}

/** Where a session is kept. */
export interface SessionStore {
  read(): Session | undefined | Promise<Session | undefined>;
  /** Undefined forgets it. */
  write(session: Session | undefined): void | Promise<void>;
  /** Under which name other tabs of the origin read the same session; absent where they do not. */
  readonly sharedAs?: string;
}

/** Keeps the session until the page is left. */
export function memorySession(): SessionStore {
  let kept: Session | undefined;
  return {
    read: () => kept,
    write: (session) => {
      kept = session;
    },
  };
}

interface TextStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/**
 * Keeps the session over reloads, for all tabs of the origin. Every script of the page can read it there: keep foreign scripts off
 * the page (Content-Security-Policy). `storage` is the browser's `localStorage` unless another is given.
 */
export function localStorageSession(key = 'wa-operator', storage?: TextStorage): SessionStore {
  const where = (): TextStorage => storage ?? (globalThis as { localStorage: TextStorage }).localStorage;
  return {
    sharedAs: key,
    read: () => {
      try {
        return readSession(JSON.parse(where().getItem(key) ?? 'null'));
      } catch {
        return undefined;
      }
    },
    write: (session) => {
      if (session === undefined) where().removeItem(key);
      else where().setItem(key, JSON.stringify(session));
    },
  };
}

/** Undefined for what is none, or one of another version. */
function readSession(kept: unknown): Session | undefined {
  const { accessToken, refreshToken, user } = Object(kept) as Partial<Session>;
  const isWhole = typeof accessToken === 'string' && typeof refreshToken === 'string' && typeof user?.id === 'number';
  return isWhole ? (kept as Session) : undefined;
}

/** The session that an answer of `login` or `refresh` opens. */
export function sessionFrom(answer: components['schemas']['LoginResultDto'], now: number): Session {
  const { accessToken, refreshToken, expiresIn, user } = answer;
  // A tenth of its life before the end, at most half a minute: clocks differ and requests take time.
  const lead = Math.min(30, expiresIn / 10);
  return { accessToken, refreshToken, renewAt: now + (expiresIn - lead) * 1000, user };
}
