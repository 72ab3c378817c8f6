export type JsonObject = Record<string, unknown>;

/** Reading of untrusted JSON: each answers undefined for what is not as it must be. */
export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

export function asArray(value: unknown): unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

/** A key that comes out of the payload itself: `record[key]` would find what Object.prototype has. */
export function ownValue(record: JsonObject, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Text that says something: trimmed, not empty; Meta writes ids now as strings, now as numbers. */
export function asId(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? String(value) : undefined;
  return typeof value === 'string' ? value.trim() || undefined : undefined;
}

export function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function asNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** The first so many UTF-16 units, never half of a pair. */
export function cut(text: string, maxLength: number): string {
  return text.length <= maxLength ? text : text.slice(0, maxLength).replace(/[\uD800-\uDBFF]$/, '');
}

/** 9999-12-31T23:59:59Z, the last second ISO-8601 writes with four digits of a year. */
const MAX_SECONDS = 253_402_300_799;

/** Meta's unix seconds, as string or number; null for anything that is no time between 1970 and 9999. */
export function asTime(value: unknown): Date | null {
  const seconds = asNumber(value);
  return seconds === undefined || seconds <= 0 || seconds > MAX_SECONDS ? null : new Date(seconds * 1000);
}
