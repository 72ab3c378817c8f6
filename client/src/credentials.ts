import type { ApiProblem } from './problem.js';
import type { Platform } from './platform.js';
import { type Session, type SessionStore, sessionFrom, type User } from './session.js';
import type { components } from './schema.js';

/** Where the token of each request comes from. */
export interface Credentials {
  /** The token to send; undefined where nobody is signed in. */
  token(): Promise<string | undefined>;
  /** A token in place of one that was refused, one try for all who ask at once; undefined where there is none to be had. */
  renew(refused: string, problem: ApiProblem): Promise<string | undefined>;
}

/** What the sign-in ended with; undefined where another tab signed out. */
export type SignedOut = (problem: ApiProblem | undefined) => void;

/** The application's own tokens: an API key, or those of a sign-in that it looks after. */
export function givenCredentials(
  getToken: () => string | undefined | Promise<string | undefined>,
  onSignedOut: SignedOut,
): Credentials {
  let dead: string | undefined;
  return {
    token: async () => getToken(),
    renew: async (refused, problem) => {
      const token = await getToken();
      if (token !== refused) return token;
      if (dead !== refused) onSignedOut(problem);
      dead = refused;
      return undefined;
    },
  };
}

interface KeeperParts {
  platform: Platform;
  store: SessionStore;
  /** Which server the session is of. */
  server: string;
  /** Asks for the next tokens, once: throws `ApiProblem` or `NetworkError`. */
  refresh: (refreshToken: string) => Promise<components['schemas']['LoginResultDto']>;
  onSignedOut: SignedOut;
}

/** Keeps a session alive: a refresh token works once, so all tabs that share the session fetch the next one together. */
export class SessionKeeper implements Credentials {
  private wasSignedIn = false;
  private renewing: Promise<string | undefined> | undefined;

  constructor(private readonly parts: KeeperParts) {}

  async open(answer: components['schemas']['LoginResultDto']): Promise<User> {
    const { store, platform } = this.parts;
    await store.write(sessionFrom(answer, platform.now()));
    this.wasSignedIn = true;
    return answer.user;
  }

  /** Forgets the session; gives it for a last goodbye. */
  async close(): Promise<Session | undefined> {
    const session = await this.parts.store.read();
    this.wasSignedIn = false;
    await this.parts.store.write(undefined);
    return session;
  }

  async user(): Promise<User | undefined> {
    return (await this.read())?.user;
  }

  async token(): Promise<string | undefined> {
    const session = await this.read();
    if (session === undefined || session.renewAt > this.parts.platform.now()) return session?.accessToken;
    return this.next(session.accessToken);
  }

  renew(refused: string): Promise<string | undefined> {
    return this.next(refused);
  }

  private async read(): Promise<Session | undefined> {
    const session = await this.parts.store.read();
    if (session !== undefined) this.wasSignedIn = true;
    else this.signOut(undefined);
    return session;
  }

  private next(old: string): Promise<string | undefined> {
    this.renewing ??= this.alone(() => this.exchange(old)).finally(() => {
      this.renewing = undefined;
    });
    return this.renewing;
  }

  private async alone(work: () => Promise<string | undefined>): Promise<string | undefined> {
    const { platform, store, server } = this.parts;
    if (platform.locks === undefined || store.sharedAs === undefined) return work();
    let token: string | undefined;
    await platform.locks.request(`wa-operator refresh ${server} ${store.sharedAs}`, {}, async () => {
      token = await work();
    });
    return token;
  }

  private async exchange(old: string): Promise<string | undefined> {
    const { store, refresh, platform } = this.parts;
    const session = await this.read();
    // Another tab was faster.
    if (session === undefined || session.accessToken !== old) return session?.accessToken;
    try {
      const next = sessionFrom(await refresh(session.refreshToken), platform.now());
      const present = await store.read();
      // Signed out, or in as somebody else, while the answer was on its way.
      if (present?.refreshToken !== session.refreshToken) return present?.accessToken;
      await store.write(next);
      return next.accessToken;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const present = await store.read();
      // What was refused is no longer the session: the sign-in since then lives.
      if (present?.refreshToken !== session.refreshToken) return present?.accessToken;
      await store.write(undefined);
      this.signOut(error);
      return undefined;
    }
  }

  private signOut(problem: ApiProblem | undefined): void {
    if (!this.wasSignedIn) return;
    this.wasSignedIn = false;
    this.parts.onSignedOut(problem);
  }
}

function isRefusal(error: unknown): error is ApiProblem {
  return error instanceof Error && error.name === 'ApiProblem' && (error as ApiProblem).status === 401;
}
