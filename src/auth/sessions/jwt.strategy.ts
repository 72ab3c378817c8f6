import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import passport from 'passport';
import { Strategy } from 'passport-jwt';
import { ApiError } from '../../common/errors/api-error.js';
import { AppConfig } from '../../config/app-config.js';
import { AccessDoor } from './access-door.service.js';
import { AuthUser } from '../domain/auth-user.js';
import { readBearerToken } from '../domain/bearer-token.js';
import { isPlainJwt } from '../domain/jwt-shape.js';
import { TOKEN_AUDIENCE, TOKEN_ISSUER } from '../domain/token-claims.js';
import { TokenService } from './token.service.js';

/** Turns `Authorization: Bearer <access token>` into the user, or throws the 401 that says why not. */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy) {
  /** Passport keeps strategies by name for the whole process: with one name, two applications would share the later one's. */
  readonly registeredAs = `jwt-${randomUUID()}`;

  constructor(
    private readonly tokens: TokenService,
    private readonly door: AccessDoor,
    config: AppConfig,
  ) {
    super({
      jwtFromRequest: extractToken,
      secretOrKeyProvider: (_request: unknown, token: string, done: (error: Error | null, secret?: string) => void) =>
        isPlainJwt(token) ? done(null, config.jwtSecret) : done(new ApiError('TOKEN_INVALID')),
      algorithms: ['HS256'],
      issuer: TOKEN_ISSUER,
      audience: TOKEN_AUDIENCE.access,
      // Both by our own clock and strictly, in domain/token-claims.ts.
      ignoreExpiration: true,
      jsonWebTokenOptions: { ignoreNotBefore: true },
    });
    passport.use(this.registeredAs, this);
  }

  async validate(payload: unknown): Promise<AuthUser> {
    return this.door.judge(this.tokens.checkClaims(payload, 'access'));
  }
}

function extractToken(request: Pick<FastifyRequest, 'raw'>): string {
  const found = readBearerToken(request.raw.rawHeaders);
  if ('error' in found) throw new ApiError(found.error);
  return found.token;
}
