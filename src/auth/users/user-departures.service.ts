import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { RequestOrigin } from '../../audit/domain/request-origin.js';
import { AuthUser } from '../domain/auth-user.js';

/** A user may have lost the right to work somewhere: disabled, in another role, or taken out of a channel. */
export interface UserDeparture {
  userId: number;
  actor: AuthUser;
  origin: RequestOrigin;
}

export type DepartureHook = (manager: EntityManager, departure: UserDeparture) => Promise<void>;

/** Lets modules that stand above draw their consequences of a loss in the same transaction, without being known here. */
@Injectable()
export class UserDepartures {
  private readonly hooks: DepartureHook[] = [];

  /** To be called while the application starts. The hook runs behind the loss, which nobody else sees yet. */
  onDeparture(hook: DepartureHook): void {
    this.hooks.push(hook);
  }

  async announce(manager: EntityManager, departure: UserDeparture): Promise<void> {
    for (const hook of this.hooks) await hook(manager, departure);
  }
}
