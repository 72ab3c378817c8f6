import { CustomDecorator, SetMetadata } from '@nestjs/common';
import { Role } from './domain/role.js';

export const ROLES_KEY = 'roles';

/** Only these roles may call the route; use it through `@Authenticated()`, which documents it too. */
export function Roles(...roles: Role[]): CustomDecorator {
  return SetMetadata(ROLES_KEY, roles);
}
