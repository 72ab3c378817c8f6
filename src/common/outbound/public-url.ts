import { isIPv4 } from 'node:net';
import { isPublicAddress } from './public-address.js';

export type PublicUrlResult = { ok: true; url: URL } | { ok: false; kind: 'invalid' | 'blocked'; reason: string };

export interface PublicUrlRule {
  /** What sentences call it, such as `media URL`. */
  name: string;
  ports: readonly [number, ...number[]];
}

export const MAX_URL_LENGTH = 2048;

/** Scheme, `//`, then an authority up to the first `/`, `?` or `#`: what `new URL` would repair is refused instead. */
const STRICT_FORM = /^https:\/\/([^/?#]+)/i;

/** Host (a name, or a bracketed IPv6 address) and the port as it is written plainly; `:`, `:0443` and `@` do not fit. */
const STRICT_AUTHORITY = /^(?:\[[^\]@]*\]|[^:@[\]]+)(?::([1-9]\d*))?$/;

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
 * Reads a URL as somebody wrote it. Only `https` on the ports of the rule, at most 2048 characters, without user information, towards
 * a name or address that can be public.
 *
 * A wrong form is `invalid`; a private name or address is `blocked`. WHATWG turns `127.1`, `0x7f.1`, `2130706433`, full-width digits
 * and percent-escapes into a plain IPv4 address, so the host is judged after parsing. What a public-looking name resolves to is
 * judged later, by `resolveTarget`.
 */
export function parsePublicUrl(text: string, { name, ports }: PublicUrlRule): PublicUrlResult {
  if (text.length > MAX_URL_LENGTH) return invalid(`The ${name} is longer than ${MAX_URL_LENGTH} characters.`);
  if (REPAIRED_CHARACTERS.test(text) || !text.isWellFormed()) {
    return invalid(`The ${name} contains spaces, control characters, a backslash or broken Unicode.`);
  }
  const authority = STRICT_FORM.exec(text)?.[1];
  if (authority === undefined) return invalid(`The ${name} must begin with https:// and a host.`);
  if (authority.includes('@')) return invalid(`The ${name} must not contain a user name or password.`);
  const [isPlain, port] = STRICT_AUTHORITY.exec(authority) ?? [];
  if (isPlain === undefined || (port !== undefined && !ports.some((allowed) => port === String(allowed)))) {
    return invalid(`The ${name} must use a plain host and port ${ports.join(' or ')}.`);
  }
  if (!URL.canParse(text)) return invalid(`The ${name} is not a URL.`);
  return judgeHost(new URL(text), name);
}

function judgeHost(url: URL, title: string): PublicUrlResult {
  const host = url.hostname;
  const literal = host.startsWith('[') ? host.slice(1, -1) : isIPv4(host) ? host : undefined;
  if (literal !== undefined) {
    return isPublicAddress(literal)
      ? { ok: true, url }
      : blocked(`The ${title} points to an address that is not public.`);
  }
  const name = host.replace(/\.+$/, '');
  const isPrivate = PRIVATE_SUFFIXES.some((suffix) => name === suffix || name.endsWith(`.${suffix}`));
  if (isPrivate || !name.includes('.')) return blocked(`The ${title} points to a host that is not public.`);
  // A trailing dot breaks SNI and certificate names, and would slip past tables keyed by host.
  if (name !== host || name.split('.').includes('')) return invalid(`The host of the ${title} has an empty label.`);
  return { ok: true, url };
}

function invalid(reason: string): PublicUrlResult {
  return { ok: false, kind: 'invalid', reason };
}

function blocked(reason: string): PublicUrlResult {
  return { ok: false, kind: 'blocked', reason };
}
