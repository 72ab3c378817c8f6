import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { AuditService } from '../../audit/audit.service.js';
import { RequestOrigin } from '../../audit/domain/request-origin.js';
import { ApiError } from '../../common/errors/api-error.js';
import { transaction } from '../../database/transaction.js';
import { AuthUser } from '../domain/auth-user.js';
import { sessionOf } from '../domain/session-of.js';
import { PasswordHasher } from './password-hasher.js';
import { SessionCache } from '../sessions/session-cache.js';
import { SessionService } from '../sessions/session.service.js';
import { UserRepository } from '../users/user.repository.js';

export interface PasswordChange {
  currentPassword: string;
  newPassword: string;
}

@Injectable()
export class ChangePasswordService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly users: UserRepository,
    private readonly hasher: PasswordHasher,
    private readonly sessions: SessionService,
    private readonly cache: SessionCache,
    private readonly audit: AuditService,
  ) {}

  /** Ends the user's other sessions and keeps this one. Throws 401 `INVALID_CREDENTIALS` where the current password is wrong. */
  async change(user: AuthUser, change: PasswordChange, origin: RequestOrigin): Promise<void> {
    const known = await this.users.findById(user.id);
    const { matches } = await this.hasher.verify(known?.passwordHash, change.currentPassword);
    const newHash = matches ? await this.hasher.hash(change.newPassword) : undefined;
    const isDone = await transaction(this.dataSource, async (manager) => {
      const locked = newHash === undefined ? null : await this.users.lockById(manager, user.id);
      // Another change may have come in between; then what was verified is no longer the password.
      const isCurrent = newHash !== undefined && locked?.passwordHash === known?.passwordHash;
      if (isCurrent) await this.replace(manager, user, newHash);
      await this.audit.append(manager, {
        actorUserId: user.id,
        action: 'auth.password_changed',
        object: { type: 'user', id: user.id },
        outcome: isCurrent ? 'ok' : 'denied',
        origin,
      });
      return isCurrent;
    });
    this.cache.clear();
    if (!isDone) {
      throw new ApiError('INVALID_CREDENTIALS', {
        detail: { en: 'The current password is wrong.', ru: 'Текущий пароль неверен.' },
      });
    }
  }

  private async replace(manager: EntityManager, user: AuthUser, passwordHash: string): Promise<void> {
    await this.users.update(manager, user.id, { passwordHash });
    await this.sessions.end(manager, { userId: user.id, exceptId: sessionOf(user), reason: 'password_changed' });
  }
}
