import type { AuthUser } from './auth-user.js';
import type { Role } from './role.js';
import type { Scope } from './scopes.js';

/** An API key and its user, as the database has them. */
export interface ApiKeyState {
  id: number;
  userId: number;
  email: string;
  name: string;
  role: Role;
  isDisabled: boolean;
  isRevoked: boolean;
  expiresAt: Date | null;
  scopes: readonly Scope[];
  requestsPerMinute: number;
}

/** Whether a key still holds. It ends with its user. */
export function judgeApiKey(
  state: ApiKeyState | undefined,
  now: Date,
): AuthUser | 'TOKEN_INVALID' | 'TOKEN_REVOKED' | 'TOKEN_EXPIRED' {
  if (state === undefined) return 'TOKEN_INVALID';
  if (state.isRevoked || state.isDisabled) return 'TOKEN_REVOKED';
  if (state.expiresAt !== null && state.expiresAt <= now) return 'TOKEN_EXPIRED';
  const { id, userId, email, name, role, scopes, requestsPerMinute, expiresAt } = state;
  return { id: userId, email, name, role, sessionId: null, key: { id, scopes, requestsPerMinute }, expiresAt };
}
