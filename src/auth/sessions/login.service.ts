import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { AuditService } from '../../audit/audit.service.js';
import { RequestOrigin } from '../../audit/domain/request-origin.js';
import { ApiError } from '../../common/errors/api-error.js';
import { transaction } from '../../database/transaction.js';
import { canonicalEmail } from '../domain/email.js';
import { LoginResult } from '../domain/login-result.js';
import { LoginThrottle } from '../limits/login-throttle.service.js';
import { PasswordHasher } from '../passwords/password-hasher.js';
import { SessionService } from './session.service.js';
import { User } from '../users/user.entity.js';
import { UserRepository } from '../users/user.repository.js';

export interface Credentials {
  email: string;
  password: string;
}

interface Attempt extends Credentials {
  user: User | null;
  origin: RequestOrigin;
}

@Injectable()
export class LoginService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly users: UserRepository,
    private readonly hasher: PasswordHasher,
    private readonly sessions: SessionService,
    private readonly audit: AuditService,
    private readonly throttle: LoginThrottle,
  ) {}

  /**
   * Throws the same 401 `INVALID_CREDENTIALS`, in the same time, for a wrong password, an unknown and a disabled user; 429
   * `TOO_MANY_REQUESTS` after too many of them.
   */
  async login({ email, password }: Credentials, origin: RequestOrigin): Promise<LoginResult> {
    const canonical = canonicalEmail(email) ?? email;
    const result = await this.throttle
      .run(canonical, origin.ip ?? '', () => this.tryOnce(canonical, password, origin))
      .catch((error: unknown) => this.noteThrottled(error, canonical, origin));
    if (result === undefined) throw new ApiError('INVALID_CREDENTIALS');
    return result;
  }

  private async noteThrottled(error: unknown, email: string, origin: RequestOrigin): Promise<never> {
    if (error instanceof ApiError && error.code === 'TOO_MANY_REQUESTS') {
      await this.deny(this.dataSource.manager, { email, user: null, origin }, { throttled: true });
    }
    throw error;
  }

  private async tryOnce(email: string, password: string, origin: RequestOrigin): Promise<LoginResult | undefined> {
    const user = await this.users.findByEmail(email);
    const { matches, isOutdated } = await this.hasher.verify(user?.passwordHash, password);
    const attempt: Attempt = { email, password, user, origin };
    return matches ? this.open(attempt, isOutdated) : this.deny(this.dataSource.manager, attempt);
  }

  private async open(attempt: Attempt, isOutdated: boolean): Promise<LoginResult | undefined> {
    const newHash = isOutdated ? await this.hasher.hash(attempt.password) : undefined;
    return transaction(this.dataSource, async (manager) => {
      // While we hashed, an admin may have disabled the user or set another password; from here on they wait for us.
      const user = attempt.user && (await this.users.lockById(manager, attempt.user.id));
      const isStillTrue = user?.disabledAt === null && user.passwordHash === attempt.user?.passwordHash;
      if (!isStillTrue) return this.deny(manager, attempt);
      if (newHash !== undefined) await this.users.update(manager, user.id, { passwordHash: newHash });
      const { sessionId, ...result } = await this.sessions.open(manager, user);
      await this.audit.append(manager, {
        actorUserId: user.id,
        action: 'auth.login',
        object: { type: 'session', id: sessionId },
        outcome: 'ok',
        origin: attempt.origin,
      });
      return result;
    });
  }

  private async deny(
    manager: EntityManager,
    { email, user, origin }: Omit<Attempt, 'password'>,
    more: Record<string, unknown> = {},
  ): Promise<undefined> {
    await this.audit.append(manager, {
      actorUserId: null,
      action: 'auth.login',
      ...(user && { object: { type: 'user', id: user.id } }),
      outcome: 'denied',
      origin,
      details: { email, ...more },
    });
    return undefined;
  }
}
