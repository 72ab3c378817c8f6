import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { AuditService } from '../../audit/audit.service.js';
import { RequestOrigin } from '../../audit/domain/request-origin.js';
import { ApiError } from '../../common/errors/api-error.js';
import { transaction } from '../../database/transaction.js';
import { ApplyUserChange } from './apply-user-change.service.js';
import { AuthUser } from '../domain/auth-user.js';
import { Role } from '../domain/role.js';
import { PasswordHasher } from '../passwords/password-hasher.js';
import { SessionCache } from '../sessions/session-cache.js';
import { User } from './user.entity.js';
import { UserRepository } from './user.repository.js';

export interface UserUpdate {
  role?: Role;
  name?: string;
  disabled?: boolean;
  password?: string;
}

@Injectable()
export class UpdateUserService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly users: UserRepository,
    private readonly hasher: PasswordHasher,
    private readonly changes: ApplyUserChange,
    private readonly cache: SessionCache,
    private readonly audit: AuditService,
  ) {}

  /**
   * A disabled user and one with a new password lose their sessions; who can no longer work somewhere loses their chats there. Throws
   * 404 `USER_NOT_FOUND`, 409 `LAST_ADMIN`.
   */
  async update(actor: AuthUser, id: number, update: UserUpdate, origin: RequestOrigin): Promise<User> {
    const { password, ...visible } = update;
    const passwordHash = password === undefined ? undefined : await this.hasher.hash(password);
    const user = await transaction(this.dataSource, async (manager) => {
      await this.assertAdminLeft(manager, id, update);
      const before = await this.users.lockById(manager, id);
      if (before === null) throw new ApiError('USER_NOT_FOUND');
      await this.audit.append(manager, {
        actorUserId: actor.id,
        action: 'user.updated',
        object: { type: 'user', id },
        outcome: 'ok',
        origin,
        details: { ...visible, ...(password === undefined ? {} : { passwordReset: true }) },
      });
      await this.changes.apply(manager, before, { ...visible, passwordHash }, { userId: id, actor, origin });
      return manager.findOneByOrFail(User, { id });
    });
    this.cache.clear();
    return user;
  }

  /** Takes its locks before the user's own, so that two admins who disable each other queue up instead of deadlocking. */
  private async assertAdminLeft(manager: EntityManager, id: number, { role, disabled }: UserUpdate): Promise<void> {
    const removesAdmin = disabled === true || (role !== undefined && role !== 'admin');
    if (!removesAdmin) return;
    const admins = await this.users.lockActiveAdmins(manager);
    if (admins.length === 1 && admins[0] === id) throw new ApiError('LAST_ADMIN');
  }
}
