import { codePointLength } from '../../common/validation/text-rules.js';

/** More is refused before it is hashed: argon2 reads all of it. */
export const MAX_PASSWORD_BYTES = 1024;
/** In code points. Of passwords we are given to keep; what is checked at sign-in may be shorter. */
export const MIN_NEW_PASSWORD = 12;

/** A password as somebody signs in with it: verified byte for byte as sent, spaces and control characters included. */
export function isPassword(text: string): boolean {
  // A half surrogate would be hashed as U+FFFD, so that several passwords fit one hash.
  return text !== '' && text.isWellFormed() && Buffer.byteLength(text) <= MAX_PASSWORD_BYTES;
}

/** A password good enough to begin with: length alone counts (NIST SP 800-63B asks for no kinds of characters). */
export function isNewPassword(text: string): boolean {
  return isPassword(text) && codePointLength(text) >= MIN_NEW_PASSWORD;
}
