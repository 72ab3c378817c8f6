import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth } from '@nestjs/swagger';
import { ErrorCode } from '../common/errors/error-catalogue.js';
import { ApiErrors } from '../common/openapi/api-errors.decorator.js';
import { IS_PUBLIC } from '../common/public.decorator.js';
import { Role } from './domain/role.js';
import { Roles } from './roles.decorator.js';

const AUTHENTICATION_ERRORS: ErrorCode[] = [
  'AUTH_REQUIRED',
  'TOKEN_INVALID',
  'TOKEN_EXPIRED',
  'TOKEN_REVOKED',
  // An API key without the scope, or beyond its share.
  'FORBIDDEN',
  'TOO_MANY_REQUESTS',
];

/**
 * A route for those who are signed in, or for some roles of them: guarded (also inside a `@Public()` controller) and documented.
 * Without this and without `@Public()` a route is closed all the same, but its document does not say so.
 */
export function Authenticated(...roles: Role[]): MethodDecorator & ClassDecorator {
  return applyDecorators(
    SetMetadata(IS_PUBLIC, false),
    Roles(...roles),
    ApiBearerAuth(),
    ApiErrors(...AUTHENTICATION_ERRORS, 'DB_UNAVAILABLE'),
  );
}
