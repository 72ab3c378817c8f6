import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { AuditService } from '../../audit/audit.service.js';
import { RequestOrigin } from '../../audit/domain/request-origin.js';
import { ApiError } from '../../common/errors/api-error.js';
import { transaction } from '../../database/transaction.js';
import { LoginResult } from '../domain/login-result.js';
import { TokenClaims } from '../domain/token-claims.js';
import { SessionCache } from './session-cache.js';
import { SessionService } from './session.service.js';
import { TokenService } from './token.service.js';

@Injectable()
export class RefreshService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tokens: TokenService,
    private readonly sessions: SessionService,
    private readonly cache: SessionCache,
    private readonly audit: AuditService,
  ) {}

  /**
   * Changes a refresh token for a new pair. Each works once: when a used one comes again, it or its successor was stolen, nobody can
   * say which, and the whole session ends (RFC 9700, 4.14.2). Throws 401 `TOKEN_INVALID`, `TOKEN_EXPIRED` or `TOKEN_REVOKED`.
   */
  async refresh(refreshToken: string, origin: RequestOrigin): Promise<LoginResult> {
    const claims = await this.tokens.read(refreshToken, 'refresh');
    const result = await transaction(
      this.dataSource,
      async (manager) => (await this.sessions.renew(manager, claims)) ?? this.refuse(manager, claims, origin),
    );
    if (result !== undefined) return result;
    this.cache.clear();
    throw new ApiError('TOKEN_REVOKED');
  }

  /** Commits, unlike a throw: the end of the session and its trace have to stay. */
  private async refuse(
    manager: EntityManager,
    { userId, sessionId, generation }: TokenClaims,
    origin: RequestOrigin,
  ): Promise<undefined> {
    await this.sessions.end(manager, { userId, sessionId, reason: 'refresh_reuse' });
    await this.audit.append(manager, {
      actorUserId: null,
      action: 'auth.refresh_reuse',
      object: { type: 'session', id: sessionId },
      outcome: 'denied',
      origin,
      details: { userId, generation },
    });
    return undefined;
  }
}
