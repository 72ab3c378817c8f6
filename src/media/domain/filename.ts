import { FILENAME_MAX_LENGTH } from '../../waba-gateway/protocol/limits.js';

/** Controls (NUL, CR, LF too), line separators and the quote: they break headers and terminals. */
const FORBIDDEN = /[\p{Cc}\u2028\u2029"]/u;
const FORBIDDEN_EACH = /[\p{Cc}\u2028\u2029]/gu;

/** Marks that turn the direction of writing: they make `gpj.exe` out of `exe.jpg` before the reader's eyes. */
const DIRECTION_MARKS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

const MAX_EXTENSION_LENGTH = 16;

/** Names of devices on Windows, with any extension. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i;

/**
 * The name under which a document is sent and stored: the last part of a path, without direction marks.
 * Null for a name that cannot be used (the caller answers 400): control characters, `"`, broken Unicode, nothing but
 * dots, or more than 240 bytes of UTF-8.
 */
export function safeFilename(name: string): string | null {
  if (FORBIDDEN.test(name) || !name.isWellFormed()) return null;
  const base = (name.split(/[/\\]/).at(-1) ?? '').replace(DIRECTION_MARKS, '').trim();
  if (base === '' || base === '.' || base === '..') return null;
  const safe = DEVICE.test(base) ? `_${base}` : base;
  return Buffer.byteLength(safe) > FILENAME_MAX_LENGTH ? null : safe;
}

/**
 * A Content-Disposition header for any name whatever, also one that came from a customer: one line, RFC 6266 with the
 * UTF-8 form of RFC 5987, and an ASCII fallback for clients without it.
 */
export function contentDisposition(kind: 'inline' | 'attachment', filename: string): string {
  const name = filename.toWellFormed().replace(DIRECTION_MARKS, '').replace(FORBIDDEN_EACH, '_').replace(/[/\\]/g, '_');
  // `%` would be decoded by some browsers, `"` would end the quoted string.
  const fallback = name.replace(/[^\x20-\x7e]|["%]/gu, '_');
  const header = `${kind}; filename="${fallback}"`;
  return fallback === name ? header : `${header}; filename*=UTF-8''${encodeExtended(name)}`;
}

/** RFC 5987 allows less than encodeURIComponent leaves. */
function encodeExtended(name: string): string {
  return encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/**
 * A customer's name for a file as we show and store it, whatever it was: the last part of a path, without marks of direction, every
 * control character and quote an underscore, at most 240 bytes. Null where nothing is left.
 */
export function cleanFilename(name: string): string | null {
  const base = name.toWellFormed().split(/[/\\]/).at(-1) ?? '';
  const plain = base.replace(DIRECTION_MARKS, '').replace(FORBIDDEN_EACH, '_').replaceAll('"', '_').trim();
  return safeFilename(cutStem(plain));
}

/** The extension says what it is, so what goes is the end of the stem; whole characters. One byte is left for a device's underscore. */
function cutStem(name: string): string {
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && name.length - dot <= MAX_EXTENSION_LENGTH ? name.slice(dot) : '';
  let room = FILENAME_MAX_LENGTH - 1 - Buffer.byteLength(extension);
  let kept = '';
  for (const character of name.slice(0, name.length - extension.length)) {
    room -= Buffer.byteLength(character);
    if (room < 0) break;
    kept += character;
  }
  return kept + extension;
}
