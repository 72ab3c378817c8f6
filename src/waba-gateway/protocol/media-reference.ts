import { JsonObject, asId, asText } from './json-fields.js';
import type { MediaKind } from './limits.js';

/** A file a customer sent, as the webhook names it. */
export interface MediaReference {
  kind: MediaKind;
  /** Meta's id, good for 7 days. */
  id: string;
  /** Lower-case hex. */
  sha256: string | null;
  /** As the customer's phone named it: anything whatever. */
  filename: string | null;
}

/** By message type: `voice` is audio on some older webhooks. */
const KINDS: ReadonlyMap<string, MediaKind> = new Map([
  ['image', 'image'],
  ['video', 'video'],
  ['audio', 'audio'],
  ['voice', 'audio'],
  ['document', 'document'],
  ['sticker', 'sticker'],
]);

/** What becomes part of a path must be plain: Meta's ids are digits. */
const MEDIA_ID = /^[A-Za-z0-9_-]{1,128}$/;

/** The file of a message of this type, whose object is `details`; undefined where it carries none. Rows 2.4 of the reference. */
export function readMediaReference(type: string, details: JsonObject): MediaReference | undefined {
  const kind = KINDS.get(type);
  const id = asId(details.id);
  if (kind === undefined || id === undefined || !MEDIA_ID.test(id)) return undefined;
  const filename = asText(details.filename) ?? null;
  return { kind, id, sha256: readSha256(details.sha256), filename };
}

/** A SHA-256 in lower-case hex: webhooks carry it in base64, Graph's answer in hex (Meta's own examples). Null where it is none. */
export function readSha256(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  if (/^[0-9a-f]{64}$/i.test(value)) return value.toLowerCase();
  return /^[A-Za-z0-9+/_-]{43}=?$/.test(value) ? Buffer.from(value, 'base64').toString('hex') : null;
}
