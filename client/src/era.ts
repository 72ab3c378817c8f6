import { type ApiProblem, SignedOutError } from './problem.js';
import type { Session } from './session.js';

/** One sign-in from its beginning to its end, whatever tokens it has meanwhile. */
export class Era {
  /** The next tokens, for all who ask while they are fetched. */
  renewing: Promise<Session | undefined> | undefined;
  /** Set by its end. */
  ended: SignedOutError | undefined;
  private readonly listeners = new Set<(error: SignedOutError) => void>();

  /** `userId`: undefined until it is read, and where nobody is signed in. */
  constructor(public userId?: number) {}

  /** Throws after its end. */
  check(): void {
    if (this.ended !== undefined) throw this.ended;
  }

  /** Tells of its end, at once where it has ended; the answer stops that. No signal, of which Node warns when more than ten listen. */
  onEnd(run: (error: SignedOutError) => void): () => void {
    if (this.ended === undefined) this.listeners.add(run);
    else run(this.ended);
    return () => {
      this.listeners.delete(run);
    };
  }

  end(problem: ApiProblem | undefined): void {
    const error = new SignedOutError(problem);
    this.ended = error;
    const listeners = [...this.listeners];
    this.listeners.clear();
    for (const run of listeners) run(error);
  }
}
