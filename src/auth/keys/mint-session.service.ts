import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditService } from '../../audit/audit.service.js';
import { RequestOrigin } from '../../audit/domain/request-origin.js';
import { ApiError } from '../../common/errors/api-error.js';
import { transaction } from '../../database/transaction.js';
import { AuthUser } from '../domain/auth-user.js';
import { canonicalEmail } from '../domain/email.js';
import { LoginResult } from '../domain/login-result.js';
import { SessionService } from '../sessions/session.service.js';
import { UserRepository } from '../users/user.repository.js';

const NOT_ADMINS = {
  en: 'A key cannot sign in an administrator.',
  ru: 'Ключ не может открыть сессию администратора.',
};
const KEYS_ONLY = { en: 'This is for API keys.', ru: 'Это только для ключей API.' };

@Injectable()
export class MintSessionService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly users: UserRepository,
    private readonly sessions: SessionService,
    private readonly audit: AuditService,
  ) {}

  /**
   * Signs an operator or supervisor in for a system that has signed them in itself. The session ends with the key. Throws 404
   * `USER_NOT_FOUND` for an unknown and a disabled user, 403 `FORBIDDEN` for an admin: a stolen key must not become one.
   */
  mint(caller: AuthUser, email: string, origin: RequestOrigin): Promise<LoginResult> {
    const { key } = caller;
    if (key === null) throw new ApiError('FORBIDDEN', { detail: KEYS_ONLY });
    return transaction(this.dataSource, async (manager) => {
      const known = await this.users.findByEmail(canonicalEmail(email) ?? email);
      const user = known && (await this.users.lockById(manager, known.id));
      if (!user || user.disabledAt !== null) throw new ApiError('USER_NOT_FOUND');
      if (user.role === 'admin') throw new ApiError('FORBIDDEN', { detail: NOT_ADMINS });
      const { sessionId, ...result } = await this.sessions.open(manager, user, key.id);
      await this.audit.append(manager, {
        actorUserId: caller.id,
        action: 'auth.session_minted',
        object: { type: 'session', id: sessionId },
        outcome: 'ok',
        origin,
        details: { userId: user.id },
      });
      return result;
    });
  }
}
