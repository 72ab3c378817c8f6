import { createHmac, randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';
/** Standard Webhooks asks for 24 to 64. */
const SECRET_BYTES = 32;

/** A new secret, as receivers' libraries take it: `whsec_` and base64. */
export function newSecret(): string {
  return PREFIX + randomBytes(SECRET_BYTES).toString('base64');
}

/** The three headers of Standard Webhooks; every secret signs, so that a receiver may change from one to the next at its leisure. */
export function signedHeaders(
  message: { id: string; body: string; at: Date },
  secrets: readonly string[],
): Record<string, string> {
  const timestamp = String(Math.floor(message.at.getTime() / 1000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${message.id}.${timestamp}.${message.body}`).digest('base64')}`;
  });
  return {
    'webhook-id': message.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}

/** A secret as it is kept. */
export interface SealedSecret {
  sealed: string;
  /** Until when it signs beside its successor; null: it is the present one. */
  until: string | null;
}

/** So long an old secret goes on signing. */
export const ROTATION_MS = 24 * 3_600_000;
/** Who rotates more often than that in a day has the oldest cut off. */
const MAX_OLD = 3;

/** The secrets that sign now, the present one first. */
export function signingSecrets(secrets: readonly SealedSecret[], now: Date): SealedSecret[] {
  return secrets.filter(({ until }) => until === null || Date.parse(until) > now.getTime());
}

/** The secrets after a rotation. */
export function rotated(secrets: readonly SealedSecret[], sealed: string, now: Date): SealedSecret[] {
  const until = new Date(now.getTime() + ROTATION_MS).toISOString();
  const old = signingSecrets(secrets, now).slice(0, MAX_OLD);
  return [{ sealed, until: null }, ...old.map((secret) => ({ ...secret, until: secret.until ?? until }))];
}
