import { domainToASCII } from 'node:url';
import { hasControlCharacters } from '../../common/validation/text-rules.js';

/** RFC 5321 gives an address 254 octets, 64 of them before the @. */
export const MAX_EMAIL = 254;
const MAX_LOCAL = 64;

/** RFC 5322's atext with any script's letters; dots only between. Quoted local parts are not taken: nobody has one. */
const LOCAL = /^[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+)*$/u;
/** Checked before the conversion, which would also decode %xx and full-width dots. */
const DOMAIN_CHARACTERS = /^[\p{L}\p{N}\p{M}.-]+$/u;
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/;

/**
 * The one form of an email in which accounts are stored and looked for: lower case, NFC, the domain in punycode, a +tag kept.
 * Undefined for what is not an address, with spaces around or inside it too.
 */
export function canonicalEmail(text: string): string | undefined {
  if (text.length > MAX_EMAIL || !text.isWellFormed()) return undefined;
  const at = text.lastIndexOf('@');
  const local = text.slice(0, Math.max(at, 0)).normalize('NFC').toLowerCase();
  const domain = text.slice(at + 1);
  if (!LOCAL.test(local) || Buffer.byteLength(local) > MAX_LOCAL || !DOMAIN_CHARACTERS.test(domain)) return undefined;
  const ascii = domainToASCII(domain);
  const email = `${local}@${ascii}`;
  return DOMAIN.test(ascii) && Buffer.byteLength(email) <= MAX_EMAIL ? email : undefined;
}

/**
 * What a sign-in form may send as an email. An address with spaces in it is a slip and gets a 400; what is no address at all
 * simply has no account and gets the same 401 as a wrong password.
 */
export function isLoginEmail(text: string): boolean {
  if (text === '' || text.length > MAX_EMAIL || !text.isWellFormed() || hasControlCharacters(text)) return false;
  const compact = text.replace(/\s+/g, '');
  return compact === text || canonicalEmail(compact) === undefined;
}
