import { describe, expect, it } from '@jest/globals';
import { isPlainJwt } from './jwt-shape.js';

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = (header: unknown, payload: unknown = {}): string => `${part(header)}.${part(payload)}.x`;

describe('isPlainJwt', () => {
  it.each([
    ['a plain token', token({ alg: 'HS256', typ: 'JWT' }), true],
    ['kid, jku and jwk', token({ alg: 'HS256', kid: '../x', jku: 'https://example.com', jwk: {} }), true],
    ['crit', token({ alg: 'HS256', crit: ['b64'], b64: false }), false],
    ['an empty crit', token({ alg: 'HS256', crit: null }), false],
    ['a header that is null', token(null), false],
    ['a header that is a list', token([]), false],
    ['a payload that is null', token({ alg: 'HS256' }, null), false],
    ['a payload that is a text', token({ alg: 'HS256' }, 'text'), false],
    ['a payload that is a list', token({ alg: 'HS256' }, []), false],
    ['two parts', `${part({})}.${part({})}`, false],
    ['four parts', `${token({})}.y`, false],
    ['no JSON', 'abc.def.ghi', false],
    ['nothing', '', false],
  ])('%s: %s', (_, text, expected) => {
    expect(isPlainJwt(text)).toBe(expected);
  });
});
