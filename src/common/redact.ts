import { isError } from './is-error.js';

const MAX_TEXT = 2_000;
const MAX_DEPTH = 6;

/** Field names, in lower case and without `_` and `-`, whose values never reach the log, wherever they stand. */
const SECRET_KEY =
  /password|secret|authorization|cookie|token|ticket|^sig$|signature|apikey|encryptionkey|^(?:text|body|content|caption)$/;

const QUOTED_OR_WORD = String.raw`(?:"[^"]*"?|'[^']*'?|[^\s"',&}]+)`;
const SECRET_PAIR = new RegExp(
  String.raw`(\b[\w.-]*(?:password|secret|token|ticket|sig|secret_proof|authorization)["']?\s*[=:]\s*)${QUOTED_OR_WORD}`,
  'gi',
);

/** What a text of somebody else may say in the log: no credentials of URLs, tokens or passwords, at most 2,000 characters. */
export function redactText(text: string): string {
  return (
    text
      // Twice the length, so that nothing is cut into a half that no rule knows.
      .slice(0, 2 * MAX_TEXT)
      // Up to the last @: passwords in connection strings are not always percent-encoded.
      .replace(/\b(?!file:)([a-z][a-z0-9+.-]*:\/\/)[^\s"'<>]*@/gi, '$1***@')
      .replace(/\b(Bearer|Basic)\s+[^\s"',]+/gi, '$1 ***')
      .replace(/\beyJ[\w-]{5,}(?:\.[\w-]*)*/g, '***')
      .replace(/\bwak_[\w-]{6,}/g, '***')
      // Meta's access tokens.
      .replace(/\bEAA[A-Za-z0-9]{12,}/g, '***')
      .replace(SECRET_PAIR, '$1***')
      .slice(0, MAX_TEXT)
  );
}

/** The fields of a log entry with secrets and customers' words replaced by `***`, at any depth up to 6. */
export function redactFields(fields: Record<string, unknown>): Record<string, unknown> {
  return redactEntries(fields, 1);
}

/** What a thrown value may say in the log. */
export function describeFailure(thrown: unknown): Record<string, unknown> {
  if (!isError(thrown)) return { message: redactText(String(thrown)) };
  const { code } = thrown as { code?: unknown };
  return {
    name: thrown.name,
    ...(typeof code === 'string' ? { code } : {}),
    // A driver error repeats the row it failed on in `detail` and `parameters`: never those.
    message: redactText(thrown.message),
    stack: redactText(
      (thrown.stack ?? '')
        .split('\n')
        .filter((line) => /^\s+at /.test(line))
        .slice(0, 8)
        .join('\n'),
    ),
    ...(isError(thrown.cause) ? { cause: redactText(thrown.cause.message) } : {}),
  };
}

function redactEntries(fields: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, isSecretKey(key) ? '***' : redactValue(value, depth)]),
  );
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (isError(value)) return describeFailure(value);
  if (value instanceof Date) return value.toISOString();
  if (depth >= MAX_DEPTH || ArrayBuffer.isView(value)) return '…';
  if (Array.isArray(value)) return value.slice(0, 20).map((item) => redactValue(item, depth + 1));
  return redactEntries(value, depth + 1);
}

function isSecretKey(key: string): boolean {
  return SECRET_KEY.test(key.toLowerCase().replaceAll(/[-_]/g, ''));
}
