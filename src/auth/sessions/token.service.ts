import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { Clock } from '../../common/clock.js';
import { ApiError } from '../../common/errors/api-error.js';
import { AppConfig } from '../../config/app-config.js';
import { isPlainJwt } from '../domain/jwt-shape.js';
import {
  checkTokenClaims,
  ReadClaims,
  TOKEN_AUDIENCE,
  TOKEN_ISSUER,
  TokenClaims,
  TokenType,
} from '../domain/token-claims.js';

/** How long a session lives after its last refresh. */
export const REFRESH_TOKEN_TTL_SECONDS = 30 * 24 * 3600;

/** Issues our two kinds of JWT and reads them back; all times come from the clock. */
@Injectable()
export class TokenService {
  constructor(
    private readonly jwt: JwtService,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {}

  issueAccess(subject: TokenClaims): Promise<string> {
    return this.sign('access', subject, {});
  }

  issueRefresh(subject: TokenClaims): Promise<string> {
    return this.sign('refresh', subject, { gen: subject.generation });
  }

  lifetimeSeconds(type: TokenType): number {
    return type === 'access' ? this.config.accessTokenTtlSeconds : REFRESH_TOKEN_TTL_SECONDS;
  }

  /** The claims of a whole token; throws 401 `TOKEN_INVALID` or `TOKEN_EXPIRED`. */
  async read(token: string, type: TokenType): Promise<ReadClaims> {
    if (!isPlainJwt(token)) throw new ApiError('TOKEN_INVALID');
    let payload: unknown;
    try {
      payload = await this.jwt.verifyAsync(token, {
        algorithms: ['HS256'],
        issuer: TOKEN_ISSUER,
        audience: TOKEN_AUDIENCE[type],
        ignoreExpiration: true,
        ignoreNotBefore: true,
      });
    } catch (cause) {
      throw new ApiError('TOKEN_INVALID', { cause });
    }
    return this.checkClaims(payload, type);
  }

  /** Checks the claims of a payload whose signature was checked; throws 401 `TOKEN_INVALID` or `TOKEN_EXPIRED`. */
  checkClaims(payload: unknown, type: TokenType): ReadClaims {
    const claims = checkTokenClaims(payload, {
      type,
      now: this.clock.millis(),
      maxLifetimeSeconds: this.lifetimeSeconds(type),
    });
    if (typeof claims === 'string') throw new ApiError(claims);
    return claims;
  }

  private sign(type: TokenType, subject: TokenClaims, extra: Record<string, unknown>): Promise<string> {
    const iat = Math.floor(this.clock.millis() / 1000);
    return this.jwt.signAsync(
      {
        ...extra,
        sub: String(subject.userId),
        sid: subject.sessionId,
        jti: randomUUID(),
        typ: type,
        iss: TOKEN_ISSUER,
        aud: TOKEN_AUDIENCE[type],
        iat,
        exp: iat + this.lifetimeSeconds(type),
      },
      { algorithm: 'HS256' },
    );
  }
}
