import { AuthUser } from './auth-user.js';
import { Role } from './role.js';
import { ReadClaims } from './token-claims.js';

/** A session and its user, as the database has them. */
export interface SessionState {
  id: string;
  userId: number;
  email: string;
  name: string;
  role: Role;
  isDisabled: boolean;
  isRevoked: boolean;
  expiresAt: Date;
}

/** Whether a token's session still holds; the role is the user's present one, whatever it was when the token was issued. */
export function judgeSession(
  state: SessionState | undefined,
  claims: Pick<ReadClaims, 'userId' | 'expiresAt'>,
  now: Date,
): AuthUser | 'TOKEN_REVOKED' | 'TOKEN_INVALID' {
  if (state === undefined || state.isRevoked || state.isDisabled || state.expiresAt <= now) return 'TOKEN_REVOKED';
  if (state.userId !== claims.userId) return 'TOKEN_INVALID';
  const { userId: id, email, name, role, id: sessionId } = state;
  return { id, email, name, role, sessionId, key: null, expiresAt: claims.expiresAt };
}
