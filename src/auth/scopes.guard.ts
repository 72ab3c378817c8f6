import { CanActivate, ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ApiError } from '../common/errors/api-error.js';
import { AuthUser } from './domain/auth-user.js';
import { scopeOf } from './domain/scopes.js';

/** Runs after the `AuthGuard`: holds API keys to their scopes; people have none. */
@Injectable()
export class ScopesGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest & { user?: AuthUser }>();
    const key = request.user?.key;
    if (key === undefined || key === null) return true;
    const scope = scopeOf(request.method, request.routeOptions.url ?? '');
    if (scope === null) return true;
    if (scope === undefined) throw new ApiError('FORBIDDEN', { detail: NOT_FOR_KEYS });
    if (!key.scopes.includes(scope)) {
      throw new ApiError('FORBIDDEN', {
        detail: { en: `This API key lacks the scope ${scope}.`, ru: `У этого ключа API нет права ${scope}.` },
      });
    }
    return true;
  }
}

const NOT_FOR_KEYS = { en: 'This is not for API keys.', ru: 'Это недоступно для ключей API.' };
