import { CanActivate, ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiError } from '../common/errors/api-error.js';
import { AuthUser } from './domain/auth-user.js';
import { Role } from './domain/role.js';
import { ROLES_KEY } from './roles.decorator.js';

/** Runs after the `AuthGuard`; a route without `@Roles()` is for everybody who is signed in. */
@Injectable()
export class RolesGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const roles = this.reflector.getAllAndOverride<readonly Role[] | undefined>(ROLES_KEY, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (roles === undefined || roles.length === 0) return true;
    const { user } = context.switchToHttp().getRequest<{ user?: AuthUser }>();
    if (user === undefined || !roles.includes(user.role)) throw new ApiError('FORBIDDEN');
    return true;
  }
}
