import { CallHandler, CanActivate, ExecutionContext, Injectable, NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { catchError, Observable } from 'rxjs';
import { ApiError } from '../../common/errors/api-error.js';
import { RateLimiter, RateVerdict } from '../../common/rate-limiter.js';
import { AppConfig } from '../../config/app-config.js';
import { AuthUser } from '../domain/auth-user.js';
import { RATE_LIMITED } from './send-limited.decorator.js';

/**
 * Holds users and keys to their shares: requests of a key, sends of a user, and answers 404, of which somebody who guesses ids gets
 * many. Runs after the guards that know who calls.
 */
@Injectable()
export class RatesGuard implements CanActivate, NestInterceptor {
  private readonly keys = new RateLimiter();
  private readonly sends = new RateLimiter();
  private readonly notFound = new RateLimiter();

  constructor(
    private readonly reflector: Reflector,
    private readonly config: AppConfig,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const http = context.switchToHttp();
    const { user } = http.getRequest<FastifyRequest & { user?: AuthUser }>();
    if (user === undefined) return true;
    const { sendsPerMinute, notFoundPerMinute } = this.config.rates;
    const reply = http.getResponse<FastifyReply>();
    if (user.key !== null) {
      const { id, requestsPerMinute } = user.key;
      hold(reply, 'key', requestsPerMinute, this.keys.take(String(id), requestsPerMinute));
    }
    const guesses = this.notFound.look(String(user.id), notFoundPerMinute);
    if (!guesses.isAllowed) hold(reply, 'not-found', notFoundPerMinute, guesses);
    if (this.reflector.get<boolean | undefined>(RATE_LIMITED, context.getHandler()) === true) {
      hold(reply, 'sends', sendsPerMinute, this.sends.take(String(user.id), sendsPerMinute));
    }
    return true;
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { user } = context.switchToHttp().getRequest<FastifyRequest & { user?: AuthUser }>();
    return next.handle().pipe(
      catchError((error: unknown) => {
        if (user !== undefined && error instanceof ApiError && error.status === 404) {
          this.notFound.take(String(user.id), this.config.rates.notFoundPerMinute);
        }
        throw error;
      }),
    );
  }
}

/** The headers are those of the IETF draft "RateLimit header fields for HTTP". */
function hold(reply: FastifyReply, policy: string, perMinute: number, verdict: RateVerdict): void {
  if (perMinute === 0) return;
  void reply.headers({
    'ratelimit-policy': `"${policy}";q=${perMinute};w=60`,
    ratelimit: `"${policy}";r=${verdict.remaining};t=${Math.ceil(verdict.resetMs / 1000)}`,
  });
  if (verdict.isAllowed) return;
  throw new ApiError('TOO_MANY_REQUESTS', { retryAfter: Math.max(1, Math.ceil(verdict.waitMs / 1000)) });
}
