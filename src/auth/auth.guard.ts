import { ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard as passportGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { ApiError } from '../common/errors/api-error.js';
import { IS_PUBLIC } from '../common/public.decorator.js';
import { ACCEPTS_SIGNED_LINK } from '../common/signed-link.decorator.js';
import { looksLikeApiKey } from './domain/api-key-text.js';
import { AuthUser } from './domain/auth-user.js';
import { readBearerToken } from './domain/bearer-token.js';
import { ApiKeyDoor } from './keys/api-key-door.service.js';
import { JwtStrategy } from './jwt.strategy.js';

/** Lets nobody in who is not signed in, on every route that is not `@Public()`. */
@Injectable()
export class AuthGuard extends passportGuard() {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: ApiKeyDoor,
    strategy: JwtStrategy,
  ) {
    super({ defaultStrategy: strategy.registeredAs, session: false });
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const isPublic = this.reflector.getAllAndOverride<boolean | undefined>(IS_PUBLIC, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (isPublic === true || this.hasSignedLink(context)) return true;
    return (await this.hasApiKey(context)) || (await super.canActivate(context)) === true;
  }

  private async hasApiKey(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest & { user?: AuthUser }>();
    const bearer = readBearerToken(request.raw.rawHeaders);
    if (!('token' in bearer) || !looksLikeApiKey(bearer.token)) return false;
    request.user = await this.keys.enter(bearer.token);
    return true;
  }

  private hasSignedLink(context: ExecutionContext): boolean {
    const accepts = this.reflector.get<boolean | undefined>(ACCEPTS_SIGNED_LINK, context.getHandler());
    return (
      accepts === true && context.switchToHttp().getRequest<{ query: { sig?: unknown } }>().query.sig !== undefined
    );
  }

  override handleRequest<T>(error: unknown, user: T): T {
    if (error) throw error;
    // The library found the token wanting: its own words stay inside.
    if (!user) throw new ApiError('TOKEN_INVALID');
    return user;
  }
}
