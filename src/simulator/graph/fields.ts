import { GraphError } from './graph.error.js';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `text` + `body` → `text['body']`, as Meta names a field of a field. */
function nameOf(parent: string, key: string): string {
  return `${parent}['${key}']`;
}

export function requireObject(parent: JsonObject, key: string, at: string): JsonObject {
  const value = parent[key];
  if (value === undefined || value === null) throw GraphError.missing(nameOf(at, key));
  if (!isObject(value)) throw GraphError.invalid(`Param ${nameOf(at, key)} must be a JSON object.`);
  return value;
}

export function requireString(parent: JsonObject, key: string, at: string, maxLength = Infinity): string {
  const value = optionalString(parent, key, at, maxLength);
  if (value === undefined || value === '') throw GraphError.missing(nameOf(at, key));
  return value;
}

/** Lengths are counted in code points: which unit Meta counts is documented nowhere, and this one refuses least. */
export function optionalString(parent: JsonObject, key: string, at: string, maxLength = Infinity): string | undefined {
  const value = parent[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw GraphError.invalid(`Param ${nameOf(at, key)} must be a string.`);
  if (Array.from(value).length > maxLength) {
    throw GraphError.invalid(`Param ${nameOf(at, key)} must be at most ${maxLength} characters long.`);
  }
  return value;
}

export function requireNumber(parent: JsonObject, key: string, at: string): number {
  const value = Number(parent[key] ?? Number.NaN);
  if (!Number.isFinite(value)) throw GraphError.invalid(`Param ${nameOf(at, key)} must be a number.`);
  return value;
}

export function requireList(parent: JsonObject, key: string, at: string, maxItems: number): readonly unknown[] {
  const value = parent[key];
  if (!Array.isArray(value) || value.length === 0) throw GraphError.missing(nameOf(at, key));
  if (value.length > maxItems) {
    throw GraphError.invalid(`Param ${nameOf(at, key)} must have at most ${maxItems} elements.`);
  }
  return value;
}
