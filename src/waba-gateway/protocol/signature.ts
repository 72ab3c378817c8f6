import { createHmac, timingSafeEqual } from 'node:crypto';

/** Lower-case hex only: Meta never sends anything else, and one spelling leaves nothing to argue about. */
const SIGNATURE_HEADER = /^sha256=[0-9a-f]{64}$/;

/** The value Meta puts into X-Hub-Signature-256: HMAC-SHA256 of the bytes as they travel, keyed with the app secret. */
export function signBody(secret: string, raw: Buffer): string {
  return `sha256=${createHmac('sha256', secret).update(raw).digest('hex')}`;
}

/**
 * Whether one of the app secrets signed exactly these bytes. Never throws, takes the same time for every secret and
 * every wrong digit. An empty secret signs nothing, or anybody could.
 */
export function isSignatureValid(
  header: string | string[] | undefined,
  raw: Buffer,
  secrets: readonly string[],
): boolean {
  const given = Array.isArray(header) && header.length === 1 ? header[0] : header;
  if (typeof given !== 'string' || !SIGNATURE_HEADER.test(given)) return false;
  const givenBytes = Buffer.from(given, 'latin1');
  let isValid = false;
  for (const secret of secrets) {
    if (secret === '') continue;
    if (timingSafeEqual(Buffer.from(signBody(secret, raw), 'latin1'), givenBytes)) isValid = true;
  }
  return isValid;
}
