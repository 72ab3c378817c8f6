import type { INestApplicationContext } from '@nestjs/common';
import { AuthService } from '../auth/sessions/auth.service.js';
import { ApiError } from '../common/errors/api-error.js';
import { OPERATOR_ID } from './seed/demo-people.js';

/** An access token of a new session of the demo operator; undefined where an admin has disabled that user. */
export async function operatorToken(app: INestApplicationContext): Promise<string | undefined> {
  try {
    const { accessToken } = await app.get(AuthService, { strict: false }).mintSession(OPERATOR_ID);
    return accessToken;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'USER_NOT_FOUND') return undefined;
    throw error;
  }
}
