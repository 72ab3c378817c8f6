import { ApiError } from '../../common/errors/api-error.js';

/** How old an answer of the database may be: what was revoked is refused everywhere within half a second. */
export const FRESH_MS = 500;
/** A frozen database must not hold every request for as long as a statement may take. */
const DATABASE_PATIENCE_MS = 1_500;
const MAX_ENTRIES = 10_000;

interface Entry<T> {
  /** When the question was asked, not when it was answered: what the answer says is as old as that. */
  askedAt: number;
  answer: Promise<T | undefined>;
}

/** What the database said at most 500 ms ago. Fails closed: no answer is an error, never an old answer. */
export class FreshCache<T> {
  private readonly entries = new Map<string, Entry<T>>();

  constructor(private readonly load: (key: string) => Promise<T | undefined>) {}

  /** Throws 503 `DB_UNAVAILABLE`, or the driver's error, where the database does not answer. */
  find(key: string): Promise<T | undefined> {
    // Monotonic real time: the domain's clock may stand still or jump.
    const now = performance.now();
    const known = this.entries.get(key);
    if (known && now - known.askedAt <= FRESH_MS) return known.answer;
    return this.ask(key, now);
  }

  /** For changes this process made itself, so that it sees them at once. */
  clear(): void {
    this.entries.clear();
  }

  private ask(key: string, askedAt: number): Promise<T | undefined> {
    const entry: Entry<T> = { askedAt, answer: withPatience(this.load(key)) };
    this.entries.delete(key);
    this.entries.set(key, entry);
    this.dropOldest();
    entry.answer.catch(() => {
      if (this.entries.get(key) === entry) this.entries.delete(key);
    });
    return entry.answer;
  }

  private dropOldest(): void {
    if (this.entries.size <= MAX_ENTRIES) return;
    // A Map keeps the order of insertion, and every question is inserted anew.
    for (const oldest of this.entries.keys()) {
      this.entries.delete(oldest);
      return;
    }
  }
}

async function withPatience<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ApiError('DB_UNAVAILABLE')), DATABASE_PATIENCE_MS);
  });
  try {
    return await Promise.race([answer, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}
