/** What a receiver answered instead of 2xx. */
export interface Refusal {
  /** Its `content-type`, whatever it says. */
  contentType: unknown;
  body: Buffer;
  /** False where more of the body followed than was read. */
  isWhole: boolean;
  /** Whether `body` is as it was written, and not packed. */
  isPlain: boolean;
  /** The JSON it answers. */
  sent: string;
}

const KNOWN_TYPES = new Set([
  'application/json',
  'application/problem+json',
  'application/xml',
  'text/html',
  'text/plain',
  'text/xml',
]);

/** Words of ours that tell one fault from another. */
const FAULT_WORDS = [
  'signature',
  'timestamp',
  'secret',
  'unauthorized',
  'forbidden',
  'access denied',
  'expired',
  'invalid',
  'missing',
  'required',
  'not found',
  'not allowed',
  'unsupported',
  'too large',
  'too many',
  'rate limit',
  'maintenance',
  'overloaded',
  'unavailable',
  'timeout',
  'timed out',
  'gateway',
  'upstream',
  'database',
  'exception',
  'internal',
  'cloudflare',
  'nginx',
];

/**
 * What is kept of a refusal, in words of ours alone: `application/json, 27 bytes: signature, invalid`. A receiver may repeat what a
 * customer wrote, in any encoding, so nothing of its body or headers is copied; and a word that also stands in a value of what was sent
 * is not counted as its own. Null for a body of no bytes.
 */
export function summariseAnswer({ contentType, body, isWhole, isPlain, sent }: Refusal): string | null {
  if (body.length === 0) return null;
  const length = `${isWhole ? '' : 'at least '}${body.length} bytes`;
  const said = isPlain ? body.toString('utf8').toLowerCase() : '';
  const found = FAULT_WORDS.filter((word) => said.includes(word));
  const echoed = found.length === 0 ? '' : textsOf(JSON.parse(sent)).join('\n').toLowerCase();
  const words = found.filter((word) => !echoed.includes(word));
  return `${typeOf(contentType)}, ${isPlain ? '' : 'packed, '}${length}${words.length === 0 ? '' : `: ${words.join(', ')}`}`;
}

function typeOf(contentType: unknown): string {
  if (contentType === undefined) return 'no type';
  const type = typeof contentType === 'string' ? contentType.replace(/;.*/, '').trim().toLowerCase() : '';
  return KNOWN_TYPES.has(type) ? type : 'another type';
}

/** The values that are texts, at any depth; names of fields are ours. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
