import { createHash, randomBytes } from 'node:crypto';

/** So that a key found in a log or a repository is known for what it is. */
const PREFIX = 'wak_';
const SECRET_BYTES = 32;
const KEY = /^wak_[\w-]{43}$/;
const SHOWN = PREFIX.length + 6;

/** A new key: 256 random bits. It is shown once; we keep its hash. */
export function makeApiKey(): string {
  return PREFIX + randomBytes(SECRET_BYTES).toString('base64url');
}

/** A bearer that means to be a key, whether it is one or not. */
export function looksLikeApiKey(token: string): boolean {
  return token.startsWith(PREFIX);
}

/** What we know a key by, or undefined for what was never one. A plain hash will do: there is nothing to guess in 256 random bits. */
export function hashApiKey(key: string): Buffer | undefined {
  return KEY.test(key) ? createHash('sha256').update(key).digest() : undefined;
}

/** Enough of a key to tell it from the others. */
export function apiKeyHint(key: string): string {
  return `${key.slice(0, SHOWN)}…`;
}
