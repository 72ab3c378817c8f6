import { ApiError } from '../../common/errors/api-error.js';
import type { AuthUser } from './auth-user.js';

/** The session a person calls with; 403 for an API key, which has none. */
export function sessionOf({ sessionId }: AuthUser): string {
  if (sessionId === null) throw new ApiError('FORBIDDEN');
  return sessionId;
}
