import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { ApiError } from '../../common/errors/api-error.js';
import type { AuthUser } from '../domain/auth-user.js';
import { judgeSession } from '../domain/session-state.js';
import type { ReadClaims } from '../domain/token-claims.js';
import { SessionCache } from './session-cache.js';
import { TokenService } from './token.service.js';

/** Turns what names a session into its user, if that session still holds. */
@Injectable()
export class AccessDoor {
  constructor(
    private readonly tokens: TokenService,
    private readonly sessions: SessionCache,
    private readonly clock: Clock,
  ) {}

  /** The user of an access token that did not come in a header; throws the 401 that says why not. */
  async enter(accessToken: string): Promise<AuthUser> {
    return this.judge(await this.tokens.read(accessToken, 'access'));
  }

  /** The user of claims that are known to be ours; throws 401 `TOKEN_REVOKED` or `TOKEN_INVALID`. */
  async judge(claims: Pick<ReadClaims, 'userId' | 'sessionId' | 'expiresAt'>): Promise<AuthUser> {
    const verdict = judgeSession(await this.sessions.find(claims.sessionId), claims, this.clock.now());
    if (typeof verdict === 'string') throw new ApiError(verdict);
    return verdict;
  }
}
