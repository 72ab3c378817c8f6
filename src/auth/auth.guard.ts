import { ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard as passportGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { ApiError } from '../common/errors/api-error.js';
import { asksForUpgrade } from '../common/http/upgrades.js';
import { IS_PUBLIC } from '../common/public.decorator.js';
import { ACCEPTS_SIGNED_LINK } from '../common/signed-link.decorator.js';
import { ACCEPTS_LATER_TOKEN, ACCEPTS_TICKET } from '../common/stream-credentials.decorator.js';
import { looksLikeApiKey } from './domain/api-key-text.js';
import { AuthUser } from './domain/auth-user.js';
import { readBearerToken } from './domain/bearer-token.js';
import { holdsToken } from './domain/token-in-query.js';
import { ApiKeyDoor } from './keys/api-key-door.service.js';
import { JwtStrategy } from './sessions/jwt.strategy.js';
import { StreamTickets } from './tickets/stream-tickets.service.js';

const BearerGuard = passportGuard();

/** Lets nobody in who is not signed in, on every route that is not `@Public()`. */
@Injectable()
export class AuthGuard extends BearerGuard {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: ApiKeyDoor,
    private readonly tickets: StreamTickets,
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
    if (this.isMarked(context, ACCEPTS_TICKET)) {
      const { query } = context.switchToHttp().getRequest<FastifyRequest>();
      rejectTokensInQuery(query);
      if (Object.hasOwn(Object(query), 'ticket')) return this.hasTicket(context);
    }
    if (this.isMarked(context, ACCEPTS_LATER_TOKEN) && mayTellLater(context)) return true;
    return this.hasToken(context);
  }

  private async hasToken(context: ExecutionContext): Promise<boolean> {
    return (await this.hasApiKey(context)) || (await super.canActivate(context)) === true;
  }

  /** A request that also has a header must mean the same session by both. */
  private async hasTicket(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest & { user?: AuthUser }>();
    const { ticket } = request.query as { ticket?: unknown };
    const user = await this.tickets.redeem(ticket);
    if (hasAuthorization(context)) {
      await this.hasToken(context);
      if (request.user?.sessionId !== user.sessionId) throw new ApiError('TOKEN_INVALID');
    }
    request.user = user;
    return true;
  }

  private async hasApiKey(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest & { user?: AuthUser }>();
    const bearer = readBearerToken(request.raw.rawHeaders);
    if (!('token' in bearer) || !looksLikeApiKey(bearer.token)) return false;
    request.user = await this.keys.enter(bearer.token);
    return true;
  }

  private hasSignedLink(context: ExecutionContext): boolean {
    return (
      this.isMarked(context, ACCEPTS_SIGNED_LINK) &&
      context.switchToHttp().getRequest<{ query: { sig?: unknown } }>().query.sig !== undefined
    );
  }

  private isMarked(context: ExecutionContext, mark: string): boolean {
    return this.reflector.get<boolean | undefined>(mark, context.getHandler()) === true;
  }

  override handleRequest<T>(error: unknown, user: T): T {
    if (error) throw error;
    // The library found the token wanting: its own words stay inside.
    if (!user) throw new ApiError('TOKEN_INVALID');
    return user;
  }
}

function hasAuthorization(context: ExecutionContext): boolean {
  return context.switchToHttp().getRequest<FastifyRequest>().headers.authorization !== undefined;
}

/** Only who gets a connection can say later who they are. */
function mayTellLater(context: ExecutionContext): boolean {
  return !hasAuthorization(context) && asksForUpgrade(context.switchToHttp().getRequest<FastifyRequest>().raw);
}

/** An address is written down in many places: what opens the whole API for minutes must not stand in one. */
function rejectTokensInQuery(query: unknown): void {
  if (holdsToken(query)) throw new ApiError('TOKEN_INVALID', { detail: NO_TOKENS_IN_QUERY });
}

const NO_TOKENS_IN_QUERY = {
  en: 'Access tokens and API keys never travel in an address: send a header, or a ticket of POST /api/auth/stream-ticket.',
  ru: 'Токены доступа и ключи API не передаются в адресе: используйте заголовок или билет из POST /api/auth/stream-ticket.',
};
