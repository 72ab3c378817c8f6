import { Era } from './era.js';
import type { ApiProblem, SignedOutError } from './problem.js';
import type { Platform } from './platform.js';
import type { components } from './schema.js';
import { type Session, type SessionStore, sessionFrom, type User } from './session.js';

/** Where the tokens of requests come from. */
export interface Credentials {
  /** The sign-in of this moment: what begins under it is never asked under another. */
  present(): SignIn;
  /** Ends it, and forgets the session; gives that for a last goodbye. */
  close(): Promise<Session | undefined>;
}

/** What a request with all its tries, or a stream, is bound to. */
export interface SignIn {
  /** Tells of its end, at once where it has ended; the answer stops that. */
  onEnd(run: (error: SignedOutError) => void): () => void;
  /** The token to send; undefined where nobody is signed in. Throws `SignedOutError` after its end. */
  token(): Promise<string | undefined>;
  /** A token in place of one that was refused, one try for all who ask at once; undefined where there is none to be had. */
  renew(refused: string, problem: ApiProblem): Promise<string | undefined>;
  /** Whose it is; undefined where that is not for us to know. */
  userId(): Promise<number | undefined>;
}

/** What the sign-in ended with; undefined where another tab signed out, or in as somebody else. */
export type SignedOut = (problem: ApiProblem | undefined) => void;

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
  private era = new Era();
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: KeeperParts) {}

  present(): SignIn {
    const { era } = this;
    return {
      onEnd: (run) => era.onEnd(run),
      token: () => this.token(era),
      renew: (refused) => this.renew(era, refused),
      userId: async () => (await this.sessionOf(era))?.user.id,
    };
  }

  open(answer: components['schemas']['LoginResultDto']): Promise<User> {
    return this.inTurn(async () => {
      await this.parts.store.write(sessionFrom(answer, this.parts.platform.now()));
      this.begin(answer.user.id, undefined);
      return answer.user;
    });
  }

  close(): Promise<Session | undefined> {
    return this.inTurn(async () => {
      this.begin(undefined, undefined);
      const session = await this.parts.store.read();
      await this.parts.store.write(undefined);
      return session;
    });
  }

  async user(): Promise<User | undefined> {
    return (await this.read())?.user;
  }

  private async token(era: Era): Promise<string | undefined> {
    const session = await this.sessionOf(era);
    if (session === undefined || session.renewAt > this.parts.platform.now()) return session?.accessToken;
    const next = await this.next(era, session.accessToken);
    era.check();
    return next?.accessToken;
  }

  /** After its end there is none to be had: what the server said of the token is then the answer. */
  private async renew(era: Era, refused: string): Promise<string | undefined> {
    const next = era.ended === undefined ? await this.next(era, refused) : undefined;
    return era.ended === undefined ? next?.accessToken : undefined;
  }

  private async sessionOf(era: Era): Promise<Session | undefined> {
    const session = await this.read();
    era.check();
    return session;
  }

  private read(): Promise<Session | undefined> {
    return this.inTurn(async () => this.adopt(await this.parts.store.read()));
  }

  /** What is kept decides: another tab may have signed out, or in as somebody else; the same user's next tokens are welcome. */
  private adopt(session: Session | undefined): Session | undefined {
    const userId = session?.user.id;
    this.era.userId ??= userId;
    if (this.era.userId !== userId) this.lose(userId, undefined);
    return session;
  }

  private next(era: Era, old: string): Promise<Session | undefined> {
    era.renewing ??= this.alone(() => this.exchange(era, old)).finally(() => {
      era.renewing = undefined;
    });
    return era.renewing;
  }

  private async alone(work: () => Promise<Session | undefined>): Promise<Session | undefined> {
    const { platform, store, server } = this.parts;
    if (platform.locks === undefined || store.sharedAs === undefined) return work();
    let session: Session | undefined;
    await platform.locks.request(`wa-operator refresh ${server} ${store.sharedAs}`, {}, async () => {
      session = await work();
    });
    return session;
  }

  private async exchange(era: Era, old: string): Promise<Session | undefined> {
    const session = await this.read();
    // Another tab was faster.
    if (era.ended !== undefined || session?.accessToken !== old) return session;
    try {
      const answer = await this.parts.refresh(session.refreshToken);
      return await this.replace(session, sessionFrom(answer, this.parts.platform.now()), undefined);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return this.replace(session, undefined, error);
    }
  }

  /** Unless the session has changed while the answer was on its way: signed out, or in, which lives. */
  private replace(
    session: Session,
    next: Session | undefined,
    problem: ApiProblem | undefined,
  ): Promise<Session | undefined> {
    const { store } = this.parts;
    return this.inTurn(async () => {
      const present = await store.read();
      if (present?.refreshToken !== session.refreshToken) return this.adopt(present);
      await store.write(next);
      if (next === undefined) this.lose(undefined, problem);
      return next;
    });
  }

  /** The sign-in has ended by itself. */
  private lose(nextUserId: number | undefined, problem: ApiProblem | undefined): void {
    this.begin(nextUserId, problem);
    this.parts.onSignedOut(problem);
  }

  private begin(userId: number | undefined, problem: ApiProblem | undefined): void {
    const { era } = this;
    this.era = new Era(userId);
    era.end(problem);
  }

  /** Reads and changes of what is kept, one after another: else one that began before a sign-in would take it for another's. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => undefined);
    return done;
  }
}

function isRefusal(error: unknown): error is ApiProblem {
  return error instanceof Error && error.name === 'ApiProblem' && (error as ApiProblem).status === 401;
}
