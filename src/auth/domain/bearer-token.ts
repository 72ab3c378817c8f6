/** Longer ones are not ours: our tokens have some 400 characters. */
export const MAX_TOKEN = 8 * 1024;

export type BearerToken = { token: string } | { error: 'AUTH_REQUIRED' | 'TOKEN_INVALID' };

/**
 * The token of `Authorization: Bearer <token>`, read from Node's raw header list. There has to be exactly one such header, with
 * exactly one token: Node keeps the first of two headers, and passport-jwt takes `Bearer x y` for `x`, while a proxy in front of
 * us may have looked at the other one. A token elsewhere (query, cookie, body) is never looked for.
 */
export function readBearerToken(rawHeaders: readonly string[]): BearerToken {
  const values = rawHeaders.filter(
    (_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'authorization',
  );
  const [value] = values;
  if (value === undefined) return { error: 'AUTH_REQUIRED' };
  if (values.length > 1) return { error: 'TOKEN_INVALID' };
  const [, credentials] = /^bearer(?: +(.*))?$/i.exec(value) ?? [];
  if (credentials === undefined || credentials === '') return { error: 'AUTH_REQUIRED' };
  return credentials.length <= MAX_TOKEN && /^[\w.-]+$/.test(credentials)
    ? { token: credentials }
    : { error: 'TOKEN_INVALID' };
}
