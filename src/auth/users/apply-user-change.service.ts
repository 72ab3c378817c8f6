import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { AccessChanges } from '../../events/access-changes.service.js';
import { Role } from '../domain/role.js';
import { SessionService } from '../sessions/session.service.js';
import { UserDeparture, UserDepartures } from './user-departures.service.js';
import type { User } from './user.entity.js';
import { UserRepository } from './user.repository.js';

export interface ChangeOfUser {
  role?: Role | undefined;
  name?: string | undefined;
  disabled?: boolean | undefined;
  passwordHash?: string | undefined;
}

/** Writes a change of a user and what follows from it for their sessions and their work, in the caller's transaction, user locked. */
@Injectable()
export class ApplyUserChange {
  constructor(
    private readonly users: UserRepository,
    private readonly sessions: SessionService,
    private readonly departures: UserDepartures,
    private readonly access: AccessChanges,
  ) {}

  /** `before`: the user as they were locked. */
  async apply(manager: EntityManager, before: User, change: ChangeOfUser, departure: UserDeparture): Promise<void> {
    const { role, name, disabled, passwordHash } = change;
    const { userId } = departure;
    const wasDisabled = before.disabledAt !== null;
    await this.users.update(manager, userId, {
      ...(role !== undefined && { role }),
      ...(name !== undefined && { name }),
      ...(disabled !== undefined && { isDisabled: disabled }),
      ...(passwordHash !== undefined && { passwordHash }),
    });
    if (disabled === true) await this.sessions.end(manager, { userId, reason: 'user_disabled' });
    else if (passwordHash !== undefined) await this.sessions.end(manager, { userId, reason: 'password_reset' });
    if (disabled === true || role !== undefined) await this.departures.announce(manager, departure);
    const isOther = (role ?? before.role) !== before.role || (disabled ?? wasDisabled) !== wasDisabled;
    if (isOther) await this.access.note(manager, { userId });
  }
}
