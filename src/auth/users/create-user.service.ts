import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditService } from '../../audit/audit.service.js';
import { RequestOrigin } from '../../audit/domain/request-origin.js';
import { ApiError } from '../../common/errors/api-error.js';
import { transaction } from '../../database/transaction.js';
import { violatedConstraint } from '../domain/violated-constraint.js';
import { AuthUser } from '../domain/auth-user.js';
import { canonicalEmail } from '../domain/email.js';
import { Role } from '../domain/role.js';
import { PasswordHasher } from '../passwords/password-hasher.js';
import { User } from './user.entity.js';
import { UserRepository } from './user.repository.js';

export interface UserToCreate {
  email: string;
  password: string;
  name: string;
  role: Role;
}

@Injectable()
export class CreateUserService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly users: UserRepository,
    private readonly hasher: PasswordHasher,
    private readonly audit: AuditService,
  ) {}

  /** Throws 409 `EMAIL_TAKEN`; which of two at once is first the unique index decides. */
  async create(actor: AuthUser, { email, password, name, role }: UserToCreate, origin: RequestOrigin): Promise<User> {
    const canonical = canonicalEmail(email);
    if (canonical === undefined) throw new ApiError('VALIDATION');
    const passwordHash = await this.hasher.hash(password);
    try {
      return await transaction(this.dataSource, async (manager) => {
        const user = await this.users.insert(manager, { email: canonical, name, passwordHash, role });
        await this.audit.append(manager, {
          actorUserId: actor.id,
          action: 'user.created',
          object: { type: 'user', id: user.id },
          outcome: 'ok',
          origin,
          details: { email: canonical, role },
        });
        return user;
      });
    } catch (error) {
      if (violatedConstraint(error) !== 'users_email_key') throw error;
      throw new ApiError('EMAIL_TAKEN', { cause: error });
    }
  }
}
