import { Injectable } from '@nestjs/common';
import { ApiError } from '../common/errors/api-error.js';
import { SessionState } from './domain/session-state.js';
import { SessionRepository } from './session.repository.js';

/** How old an answer of the database may be: what was revoked is refused everywhere within half a second. */
export const SESSION_CACHE_MS = 500;
/** A frozen database must not hold every request for as long as a statement may take. */
const DATABASE_PATIENCE_MS = 1_500;
const MAX_ENTRIES = 10_000;

interface Entry {
  /** When the question was asked, not when it was answered: what the answer says is as old as that. */
  askedAt: number;
  answer: Promise<SessionState | undefined>;
}

/** The state of sessions, by the database at most 500 ms ago. Fails closed: no answer is an error, never an old answer. */
@Injectable()
export class SessionCache {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly sessions: SessionRepository) {}

  /** Throws 503 `DB_UNAVAILABLE`, or the driver's error, where the database does not answer. */
  find(sessionId: string): Promise<SessionState | undefined> {
    // Monotonic real time: the domain's clock may stand still or jump.
    const now = performance.now();
    const known = this.entries.get(sessionId);
    if (known && now - known.askedAt <= SESSION_CACHE_MS) return known.answer;
    return this.ask(sessionId, now);
  }

  /** For changes this process made itself, so that it sees them at once. */
  clear(): void {
    this.entries.clear();
  }

  private ask(sessionId: string, askedAt: number): Promise<SessionState | undefined> {
    const entry: Entry = { askedAt, answer: withPatience(this.sessions.findState(sessionId)) };
    this.entries.delete(sessionId);
    this.entries.set(sessionId, entry);
    this.dropOldest();
    entry.answer.catch(() => {
      if (this.entries.get(sessionId) === entry) this.entries.delete(sessionId);
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
