import { createHmac, randomUUID } from 'node:crypto';

/** A JWT of any header and payload, signed or not: what no library would make. */
export function forgeToken(
  header: unknown,
  payload: unknown,
  { secret, hash = 'sha256' }: { secret?: string; hash?: string } = {},
): string {
  const signed = `${encode(header)}.${encode(payload)}`;
  const signature = secret === undefined ? '' : createHmac(hash, secret).update(signed).digest('base64url');
  return `${signed}.${signature}`;
}

/** The claims of an access token of ours that lives 15 minutes from `now` on. */
export function accessClaims(subject: { userId: number; sessionId: string; now: Date }): Record<string, unknown> {
  const iat = Math.floor(subject.now.getTime() / 1000);
  return {
    sub: String(subject.userId),
    sid: subject.sessionId,
    jti: randomUUID(),
    typ: 'access',
    iss: 'wa-operator-backend',
    aud: 'operator-api',
    iat,
    exp: iat + 900,
  };
}

/** The claims of a token, unverified. */
export function readClaims(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as Record<string, unknown>;
}

function encode(part: unknown): string {
  return Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
}
