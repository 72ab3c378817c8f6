import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { Clock } from '../../common/clock.js';
import { LoginResult, PublicUser } from '../domain/login-result.js';
import { TokenClaims } from '../domain/token-claims.js';
import { SessionRepository, SessionsToRevoke } from './session.repository.js';
import { TokenService } from './token.service.js';

/** Opens, renews and ends sessions, always in the caller's transaction. */
@Injectable()
export class SessionService {
  constructor(
    private readonly repository: SessionRepository,
    private readonly tokens: TokenService,
    private readonly clock: Clock,
  ) {}

  /** `apiKeyId`: the key that signs the user in, where they did not do so themselves. */
  async open(
    manager: EntityManager,
    user: PublicUser,
    apiKeyId: number | null = null,
  ): Promise<LoginResult & { sessionId: string }> {
    const session = {
      id: randomUUID(),
      userId: user.id,
      apiKeyId,
      createdAt: this.clock.now(),
      expiresAt: this.expiry(),
    };
    await this.repository.insert(manager, session);
    return {
      ...(await this.result(user, { userId: user.id, sessionId: session.id, generation: 1 })),
      sessionId: session.id,
    };
  }

  /** New tokens for the bearer of the newest refresh token; undefined where the claims are not (or no longer) of it. */
  async renew(manager: EntityManager, claims: TokenClaims): Promise<LoginResult | undefined> {
    const state = await this.repository.advance(manager, claims, { now: this.clock.now(), expiresAt: this.expiry() });
    if (state === undefined) return undefined;
    return this.result({ ...state, id: state.userId }, { ...claims, generation: claims.generation + 1 });
  }

  async end(manager: EntityManager, sessions: Omit<SessionsToRevoke, 'at'>): Promise<void> {
    await this.repository.revoke(manager, { ...sessions, at: this.clock.now() });
  }

  private expiry(): Date {
    return new Date(this.clock.millis() + this.tokens.lifetimeSeconds('refresh') * 1000);
  }

  private async result(user: PublicUser, subject: TokenClaims): Promise<LoginResult> {
    return {
      accessToken: await this.tokens.issueAccess(subject),
      refreshToken: await this.tokens.issueRefresh(subject),
      expiresIn: this.tokens.lifetimeSeconds('access'),
      user: { id: user.id, email: user.email, name: user.name, role: user.role },
    };
  }
}
