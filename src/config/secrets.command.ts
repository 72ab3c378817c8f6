import { randomBytes } from 'node:crypto';
import { CommandCall } from './command.js';

/** Prints fresh secrets as lines for `.env`; META_APP_SECRET is not ours to make, Meta's dashboard shows it. */
export async function printSecrets({ print }: CommandCall): Promise<number> {
  print(`JWT_SECRET=${randomBytes(48).toString('base64url')}`);
  print(`ENCRYPTION_KEYS=${randomBytes(32).toString('base64')}`);
  print(`META_VERIFY_TOKEN=${randomBytes(24).toString('base64url')}`);
  return 0;
}
