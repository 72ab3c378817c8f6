import { isIPv4 } from 'node:net';
import { isPublicAddress } from './public-address.js';

export type MediaUrlResult =
  { ok: true; url: URL } | { ok: false; code: 'MEDIA_URL_INVALID' | 'MEDIA_URL_BLOCKED'; reason: string };

const MAX_LENGTH = 2048;

/** Scheme, `//`, then an authority up to the first `/`, `?` or `#`: what `new URL` would repair is refused instead. */
const STRICT_FORM = /^https:\/\/([^/?#]+)/i;

/** Host (a name, or a bracketed IPv6 address) and the one port; `:`, `:0443` and `@` do not fit. */
const STRICT_AUTHORITY = /^(?:\[[^\]@]*\]|[^:@[\]]+)(?::443)?$/;

/** WHATWG strips or rewrites these: controls, every kind of space, and the backslash that becomes a slash. */
const REPAIRED_CHARACTERS = /[\p{Cc}\s\\]/u;

/** Names that mean this machine or the network around it: RFC 6761, 6762, 8375, ICANN's `.internal`, common habits. */
const PRIVATE_SUFFIXES = [
  'localhost',
  'localdomain',
  'local',
  'internal',
  'intranet',
  'private',
  'corp',
  'home',
  'lan',
  'home.arpa',
];

/**
 * Reads a media URL as an operator wrote it. Only `https` on port 443, at most 2048 characters, without user
 * information, towards a name or address that can be public.
 *
 * A wrong form is MEDIA_URL_INVALID; a private name or address is MEDIA_URL_BLOCKED. WHATWG turns `127.1`, `0x7f.1`,
 * `2130706433`, full-width digits and percent-escapes into a plain IPv4 address, so the host is judged after parsing.
 * What a public-looking name resolves to is judged later, by the fetcher.
 */
export function parseMediaUrl(text: string): MediaUrlResult {
  if (text.length > MAX_LENGTH) return invalid(`The media URL is longer than ${MAX_LENGTH} characters.`);
  if (REPAIRED_CHARACTERS.test(text) || !text.isWellFormed()) {
    return invalid('The media URL contains spaces, control characters, a backslash or broken Unicode.');
  }
  const authority = STRICT_FORM.exec(text)?.[1];
  if (authority === undefined) return invalid('The media URL must begin with https:// and a host.');
  if (authority.includes('@')) return invalid('The media URL must not contain a user name or password.');
  if (!STRICT_AUTHORITY.test(authority)) return invalid('The media URL must use a plain host and port 443.');
  if (!URL.canParse(text)) return invalid('The media URL is not a URL.');
  return judgeHost(new URL(text));
}

function judgeHost(url: URL): MediaUrlResult {
  const host = url.hostname;
  const literal = host.startsWith('[') ? host.slice(1, -1) : isIPv4(host) ? host : undefined;
  if (literal !== undefined) {
    return isPublicAddress(literal)
      ? { ok: true, url }
      : blocked('The media URL points to an address that is not public.');
  }
  const name = host.replace(/\.+$/, '');
  const isPrivate = PRIVATE_SUFFIXES.some((suffix) => name === suffix || name.endsWith(`.${suffix}`));
  if (isPrivate || !name.includes('.')) return blocked('The media URL points to a host that is not public.');
  // A trailing dot breaks SNI and certificate names, and would slip past tables keyed by host.
  if (name !== host || name.split('.').includes('')) return invalid('The host of the media URL has an empty label.');
  return { ok: true, url };
}

function invalid(reason: string): MediaUrlResult {
  return { ok: false, code: 'MEDIA_URL_INVALID', reason };
}

function blocked(reason: string): MediaUrlResult {
  return { ok: false, code: 'MEDIA_URL_BLOCKED', reason };
}
