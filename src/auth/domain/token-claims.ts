import { parseId } from '../../common/validation/id.pipe.js';

export const TOKEN_ISSUER = 'wa-operator-backend';
/** A token of one kind is never taken for the other: `aud` and `typ` both differ. */
export const TOKEN_AUDIENCE = { access: 'operator-api', refresh: 'refresh' } as const;
export type TokenType = keyof typeof TOKEN_AUDIENCE;

/** How far the clocks of two of our servers may stand apart, in seconds. */
export const TOKEN_LEEWAY_SECONDS = 30;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export interface TokenClaims {
  userId: number;
  sessionId: string;
  /** Of a refresh token; 0 in an access token. */
  generation: number;
}

/** Claims of a token that was read. */
export interface ReadClaims extends TokenClaims {
  /** The token's `exp`. */
  expiresAt: Date;
}

export interface TokenRules {
  type: TokenType;
  /** Unix time in milliseconds, by the domain's clock. */
  now: number;
  /** The longest life a token may claim. */
  maxLifetimeSeconds: number;
}

/**
 * Checks every claim of a payload whose signature is already known to be ours. The libraries' defaults accept tokens without
 * `exp`, with any lifetime and for any audience (jsonwebtoken), and use the system's clock.
 */
export function checkTokenClaims(payload: unknown, rules: TokenRules): ReadClaims | 'TOKEN_INVALID' | 'TOKEN_EXPIRED' {
  if (typeof payload !== 'object' || payload === null) return 'TOKEN_INVALID';
  const claims = payload as Record<string, unknown>;
  const userId = parseId(claims['sub']);
  const { sid: sessionId } = claims;
  const generation = rules.type === 'refresh' ? claims['gen'] : 0;
  const isOurs =
    claims['typ'] === rules.type && claims['aud'] === TOKEN_AUDIENCE[rules.type] && claims['iss'] === TOKEN_ISSUER;
  if (!isOurs || !isUuid(claims['jti'])) return 'TOKEN_INVALID';
  if (userId === undefined || !isUuid(sessionId) || !isCount(generation)) return 'TOKEN_INVALID';
  return (
    checkTimes(claims, rules) ?? { userId, sessionId, generation, expiresAt: new Date(Number(claims['exp']) * 1000) }
  );
}

function checkTimes(claims: Record<string, unknown>, rules: TokenRules): 'TOKEN_INVALID' | 'TOKEN_EXPIRED' | undefined {
  const { exp, iat, nbf = 0 } = claims;
  if (!isCount(exp) || !isCount(iat) || !isCount(nbf)) return 'TOKEN_INVALID';
  const now = rules.now / 1000;
  if (iat > now + TOKEN_LEEWAY_SECONDS || nbf > now + TOKEN_LEEWAY_SECONDS) return 'TOKEN_INVALID';
  if (exp < iat || exp - iat > rules.maxLifetimeSeconds + TOKEN_LEEWAY_SECONDS) return 'TOKEN_INVALID';
  return now >= exp + TOKEN_LEEWAY_SECONDS ? 'TOKEN_EXPIRED' : undefined;
}

function isUuid(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
