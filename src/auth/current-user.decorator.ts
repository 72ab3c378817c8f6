import { createParamDecorator, ExecutionContext } from '@nestjs/common';
import { ApiError } from '../common/errors/api-error.js';
import { AuthUser } from './domain/auth-user.js';

/** Gives a handler the `AuthUser` of its request. */
export const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext): AuthUser => {
  const { user } = context.switchToHttp().getRequest<{ user?: AuthUser }>();
  if (user === undefined) throw new ApiError('AUTH_REQUIRED');
  return user;
});
