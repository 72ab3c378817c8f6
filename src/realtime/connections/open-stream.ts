import type { AuthUser } from '../../auth/domain/auth-user.js';
import type { CloseReason } from '../domain/close-reason.js';

/** Who a stream belongs to and how long at most. */
export interface StreamOwner {
  userId: number;
  /** Null where an API key opened it. */
  sessionId: string | null;
  /** Null where a person did. */
  apiKeyId: number | null;
  /** When what it was opened with expires; null: never. */
  expiresAt: Date | null;
}

export interface OpenStream extends StreamOwner {
  kind: 'sse' | 'ws';
  /** Says goodbye (`farewell` has the frame) and ends the connection. Called at most once, and not after `release`. */
  close(reason: CloseReason): void;
}

/** A stream's place among those that are open. */
export interface StreamPlace {
  /** To be called when the connection has ended, for whatever reason; again does nothing. */
  release(): void;
}

export function streamOwner({ id, sessionId, key, expiresAt }: AuthUser): StreamOwner {
  return { userId: id, sessionId, apiKeyId: key?.id ?? null, expiresAt };
}
