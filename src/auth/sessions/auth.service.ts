import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditService } from '../../audit/audit.service.js';
import { NO_REQUEST, RequestOrigin } from '../../audit/domain/request-origin.js';
import { ApiError } from '../../common/errors/api-error.js';
import { transaction } from '../../database/transaction.js';
import { AuthUser } from '../domain/auth-user.js';
import { sessionOf } from '../domain/session-of.js';
import { LoginResult } from '../domain/login-result.js';
import { SessionCache } from './session-cache.js';
import { SessionService } from './session.service.js';
import { UserRepository } from '../users/user.repository.js';

/** Beginning and end of sessions without a password. */
@Injectable()
export class AuthService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly users: UserRepository,
    private readonly sessions: SessionService,
    private readonly cache: SessionCache,
    private readonly audit: AuditService,
  ) {}

  /** Signs a user in without a password: for the sandbox, which prints a token that works. Throws 404 `USER_NOT_FOUND`. */
  mintSession(userId: number): Promise<LoginResult> {
    return transaction(this.dataSource, async (manager) => {
      const user = await this.users.lockById(manager, userId);
      if (!user || user.disabledAt !== null) throw new ApiError('USER_NOT_FOUND');
      const { sessionId, ...result } = await this.sessions.open(manager, user);
      await this.audit.append(manager, {
        actorUserId: null,
        action: 'auth.session_minted',
        object: { type: 'session', id: sessionId },
        outcome: 'ok',
        origin: NO_REQUEST,
        details: { userId },
      });
      return result;
    });
  }

  /** Ends the session this request came with. */
  async logout(user: AuthUser, origin: RequestOrigin): Promise<void> {
    const sessionId = sessionOf(user);
    await transaction(this.dataSource, async (manager) => {
      await this.sessions.end(manager, { userId: user.id, sessionId, reason: 'logout' });
      await this.audit.append(manager, {
        actorUserId: user.id,
        action: 'auth.logout',
        object: { type: 'session', id: sessionId },
        outcome: 'ok',
        origin,
      });
    });
    this.cache.clear();
  }
}
