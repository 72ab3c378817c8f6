import { type ApiProblem, SignedOutError } from './problem.js';
import type { Session } from './session.js';

/** One sign-in from its beginning to its end, whatever tokens it has meanwhile. */
export class Era {
  /** The next tokens, for all who ask while they are fetched. */
  renewing: Promise<Session | undefined> | undefined;
  private readonly controller = new AbortController();

  /** `userId`: undefined until it is read, and where nobody is signed in. */
  constructor(public userId?: number) {}

  /** Aborted, with a `SignedOutError`, by its end. */
  get ended(): AbortSignal {
    return this.controller.signal;
  }

  end(problem: ApiProblem | undefined): void {
    this.controller.abort(new SignedOutError(problem));
  }
}
