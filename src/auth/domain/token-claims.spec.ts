import { describe, expect, it } from '@jest/globals';
import { checkTokenClaims, TokenRules } from './token-claims.js';

const NOW = Date.parse('2026-03-01T12:00:00.000Z');
const S = NOW / 1000;
const SID = '0d0e7a11-4c5b-4c57-9d34-5f1f7b1e2a01';
const ACCESS: TokenRules = { type: 'access', now: NOW, maxLifetimeSeconds: 900 };
const REFRESH: TokenRules = { type: 'refresh', now: NOW, maxLifetimeSeconds: 2_592_000 };

const access = {
  sub: '5',
  sid: SID,
  jti: '3f1f7b1e-4c5b-4c57-9d34-0d0e7a112a01',
  typ: 'access',
  iss: 'wa-operator-backend',
  aud: 'operator-api',
  iat: S,
  exp: S + 900,
};
const refresh = { ...access, typ: 'refresh', aud: 'refresh', gen: 3, exp: S + 2_592_000 };

describe('checkTokenClaims', () => {
  it('reads an access token', () => {
    expect(checkTokenClaims(access, ACCESS)).toEqual({
      userId: 5,
      sessionId: SID,
      generation: 0,
      expiresAt: new Date((S + 900) * 1000),
    });
  });

  it('reads a refresh token', () => {
    expect(checkTokenClaims(refresh, REFRESH)).toMatchObject({ userId: 5, sessionId: SID, generation: 3 });
  });

  it.each([
    ['expired less than the leeway ago', { exp: S - 29, iat: S - 900 }],
    ['issued by a server 30 s ahead', { iat: S + 30, exp: S + 900 }],
    ['nbf 30 s ahead', { nbf: S + 30 }],
    ['unknown further claims', { kid: 'x', admin: true }],
  ])('accepts: %s', (_, change) => {
    expect(checkTokenClaims({ ...access, ...change }, ACCESS)).toMatchObject({ userId: 5 });
  });

  it.each([
    ['31 s ago', { exp: S - 31, iat: S - 931 }],
    ['exactly the leeway ago', { exp: S - 30, iat: S - 930 }],
  ])('says expired: %s', (_, change) => {
    expect(checkTokenClaims({ ...access, ...change }, ACCESS)).toBe('TOKEN_EXPIRED');
  });

  it.each([
    ['no exp', { exp: undefined }],
    ['exp as text', { exp: String(S + 900) }],
    ['exp not whole', { exp: S + 0.5 }],
    ['exp infinite', { exp: Number.POSITIVE_INFINITY }],
    ['no iat', { iat: undefined }],
    ['iat in the future', { iat: S + 31 }],
    ['nbf in the future', { nbf: S + 60 }],
    ['nbf as text', { nbf: 'soon' }],
    ['a life of ten years', { exp: S + 315_360_000 }],
    ['a life of one second too many', { exp: S + 931 }],
    ['a life that ends before it begins', { exp: S - 2, iat: S }],
    ['no sub', { sub: undefined }],
    ['sub as number', { sub: 5 }],
    ['sub with a zero in front', { sub: '05' }],
    ['sub beyond 2^53', { sub: '9007199254740992' }],
    ['no sid', { sid: undefined }],
    ['sid not a uuid', { sid: "1' or '1'='1" }],
    ['no jti', { jti: undefined }],
    ['jti empty', { jti: '' }],
    ['no typ', { typ: undefined }],
    ['typ refresh', { typ: 'refresh' }],
    ['aud refresh', { aud: 'refresh' }],
    ['several audiences', { aud: ['operator-api', 'refresh'] }],
    ['no aud', { aud: undefined }],
    ['another issuer', { iss: 'https://example.com' }],
    ['no iss', { iss: undefined }],
  ])('refuses: %s', (_, change) => {
    expect(checkTokenClaims({ ...access, ...change }, ACCESS)).toBe('TOKEN_INVALID');
  });

  it.each([
    ['an access token', access],
    ['no generation', { ...refresh, gen: undefined }],
    ['a negative generation', { ...refresh, gen: -1 }],
    ['a generation as text', { ...refresh, gen: '3' }],
  ])('refuses as a refresh token: %s', (_, payload) => {
    expect(checkTokenClaims(payload, REFRESH)).toBe('TOKEN_INVALID');
  });

  it.each([null, undefined, 'text', 1, [], {}])('refuses %j as a payload', (payload) => {
    expect(checkTokenClaims(payload, ACCESS)).toBe('TOKEN_INVALID');
  });
});
