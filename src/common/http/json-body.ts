import { ApiError } from '../errors/api-error.js';

const MAX_DEPTH = 32;
const MAX_KEYS = 1000;
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Parses an operator's JSON body. Throws 400 for what is not UTF-8, not JSON, deeper than 32, wider than 1,000 keys,
 * or carries a key that reaches into a prototype. An empty body is undefined, so that routes without a body take none.
 */
export function parseJsonBody(raw: Buffer): unknown {
  if (raw.length === 0) return undefined;
  let body: unknown;
  try {
    body = JSON.parse(utf8.decode(raw));
  } catch (cause) {
    throw new ApiError('BAD_JSON', { cause });
  }
  assertHarmless(body);
  return body;
}

function assertHarmless(body: unknown): void {
  const waiting: { value: unknown; depth: number }[] = [{ value: body, depth: 1 }];
  let keys = 0;
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (typeof next.value !== 'object' || next.value === null) continue;
    const entries = Object.entries(next.value);
    keys += entries.length;
    if (next.depth > MAX_DEPTH || keys > MAX_KEYS) {
      throw new ApiError('BAD_JSON', {
        detail: {
          en: `The body is nested deeper than ${MAX_DEPTH} or has more than ${MAX_KEYS} keys.`,
          ru: `Вложенность тела больше ${MAX_DEPTH} или в нём больше ${MAX_KEYS} ключей.`,
        },
      });
    }
    for (const [key, value] of entries) {
      if (FORBIDDEN_KEYS.has(key)) throw new ApiError('BAD_JSON');
      waiting.push({ value, depth: next.depth + 1 });
    }
  }
}
