import { Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditService } from '../../audit/audit.service.js';
import { NO_REQUEST } from '../../audit/domain/request-origin.js';
import { Logger } from '../../common/logger.js';
import { AppConfig } from '../../config/app-config.js';
import { transaction } from '../../database/transaction.js';
import { canonicalEmail } from '../domain/email.js';
import { isNewPassword, MIN_NEW_PASSWORD } from '../domain/password.js';
import { PasswordHasher } from '../passwords/password-hasher.js';
import { UserRepository } from './user.repository.js';

/** The one way to an admin that needs no admin: the command line, or the environment while there is none. */
@Injectable()
export class FirstAdminService implements OnApplicationBootstrap {
  constructor(
    private readonly dataSource: DataSource,
    private readonly users: UserRepository,
    private readonly hasher: PasswordHasher,
    private readonly audit: AuditService,
    private readonly config: AppConfig,
    private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { firstAdmin } = this.config;
    if (firstAdmin === undefined || (await this.users.hasAdmin())) return;
    await this.ensure(firstAdmin.email, firstAdmin.password);
  }

  /**
   * Creates an admin with this email, unless a user with it exists, who is left as they are. Tells whether it did. Throws an Error
   * with a sentence for a person where the email or the password will not do.
   */
  async ensure(email: string, password: string, name = 'Admin'): Promise<{ created: boolean }> {
    const canonical = canonicalEmail(email);
    if (canonical === undefined) throw new Error("The admin's email is not an email address.");
    if (!isNewPassword(password)) {
      throw new Error(`The admin's password must have at least ${MIN_NEW_PASSWORD} characters and at most 1024 bytes.`);
    }
    if ((await this.users.findByEmail(canonical)) !== null) return { created: false };
    const passwordHash = await this.hasher.hash(password);
    const id = await transaction(this.dataSource, async (manager) => {
      const admin = await this.users.insertUnlessKnown(manager, {
        email: canonical,
        name,
        passwordHash,
        role: 'admin',
      });
      if (admin === undefined) return undefined;
      await this.audit.append(manager, {
        actorUserId: null,
        action: 'user.created',
        object: { type: 'user', id: admin },
        outcome: 'ok',
        origin: NO_REQUEST,
        details: { email: canonical, role: 'admin', first: true },
      });
      return admin;
    });
    if (id !== undefined) this.logger.info('the first admin was created', { userId: id });
    return { created: id !== undefined };
  }
}
