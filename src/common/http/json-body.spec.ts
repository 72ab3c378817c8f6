import { describe, expect, it } from '@jest/globals';
import { ApiError } from '../errors/api-error.js';
import { parseJsonBody } from './json-body.js';

const parse = (text: string): unknown => parseJsonBody(Buffer.from(text));
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
const wide = (keys: number): string =>
  JSON.stringify(Object.fromEntries(Array.from({ length: keys }, (_, n) => [`k${n}`, 1])));

describe('parseJsonBody', () => {
  it('gives what the text says, code point by code point', () => {
    expect(parse('{"a": [1, "ж\\u0436👨‍👩‍👧"], "b": null}')).toEqual({ a: [1, 'жж👨‍👩‍👧'], b: null });
    expect(parse('null')).toBeNull();
  });

  it('takes an empty body for none, and a byte order mark for nothing', () => {
    expect(parse('')).toBeUndefined();
    expect(parse('\ufeff{}')).toEqual({});
  });

  it.each([
    ['half a body', '{"a":'],
    ['a trailing comma', '{"a":1,}'],
    ['two values', '{}{}'],
    ['a single quote', "{'a':1}"],
    ['NaN', '{"a":NaN}'],
    ['__proto__', '{"a":{"__proto__":{"x":1}}}'],
    ['constructor', '[{"constructor":{"prototype":{"x":1}}}]'],
    ['prototype', '{"prototype":1}'],
    ['depth 33', nested(33)],
    ['depth 30,000', nested(30_000)],
    ['1,001 keys', wide(1_001)],
    ['a list of 1,001', JSON.stringify(Array.from({ length: 1_001 }, () => 1))],
  ])('refuses %s', (_, text) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'BAD_JSON', status: 400 }));
  });

  it('refuses bytes that are not UTF-8 and UTF-16', () => {
    expect(() => parseJsonBody(Buffer.from([0x22, 0xff, 0x22]))).toThrow(ApiError);
    expect(() => parseJsonBody(Buffer.from('{"a":1}', 'utf16le'))).toThrow(ApiError);
  });

  it('goes up to the limits, and Object.prototype stays clean', () => {
    expect(() => parse(nested(32))).not.toThrow();
    expect(() => parse(wide(1_000))).not.toThrow();
    expect(() => parse('{"__proto__":{"polluted":true}}')).toThrow(ApiError);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
