import { describe, it, expect } from '@jest/globals';
import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { stringifyAsMeta } from './escape.js';
import { isSignatureValid, signBody } from './signature.js';

const SECRET = 'app_secret_example';
const VECTOR =
  '{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"value":{"messages":[{"text":{"body":' +
  '"\\u041f\\u0440\\u0438\\u0432\\u0435\\u0442 \\ud83d\\ude00 https:\\/\\/a.b"}}]},"field":"messages"}]}]}';
const VECTOR_MAC = 'fe2685c1c3a9b28bacdc56ae98881d4b716daeecea997efa3cbb7e94e0b9d2c1';

describe('signBody', () => {
  it('signs the documented vector', () => {
    expect(signBody(SECRET, Buffer.from(VECTOR))).toBe(`sha256=${VECTOR_MAC}`);
  });
});

describe('isSignatureValid', () => {
  const raw = Buffer.from(VECTOR);
  const right = `sha256=${VECTOR_MAC}`;
  const sha1 = createHmac('sha1', SECRET).update(raw).digest('hex');
  const reserialised = signBody(SECRET, Buffer.from(JSON.stringify(JSON.parse(VECTOR))));

  it('accepts the right signature by any of several secrets', () => {
    expect(isSignatureValid(right, raw, [SECRET])).toBe(true);
    expect(isSignatureValid(right, raw, ['new secret', SECRET])).toBe(true);
    expect(isSignatureValid([right], raw, [SECRET, 'old secret'])).toBe(true);
  });

  it.each<[string, string | string[] | undefined]>([
    ['no header', undefined],
    ['an empty header', ''],
    ['no digits', 'sha256='],
    ['63 digits', right.slice(0, -1)],
    ['65 digits', `${right}0`],
    ['upper-case hex', `sha256=${VECTOR_MAC.toUpperCase()}`],
    ['an upper-case prefix', `SHA256=${VECTOR_MAC}`],
    ['no prefix', VECTOR_MAC],
    ['SHA-1', `sha1=${sha1}`],
    ['SHA-1 under the other name', `sha256=${sha1}`],
    ['two headers', [right, right]],
    ['no headers in a list', []],
    ['a comma list', `${right}, ${right}`],
    ['a space list', `${right} ${right}`],
    ['a space before', ` ${right}`],
    ['a line feed after', `${right}\n`],
    ['other characters', `sha256=${'п'.repeat(64)}`],
    ['the signature of re-serialised JSON', reserialised],
    ['zeros', `sha256=${'0'.repeat(64)}`],
  ])('refuses %s', (_name, header) => {
    expect(isSignatureValid(header, raw, [SECRET])).toBe(false);
  });

  it('refuses everything without a secret, and what an empty secret signed', () => {
    expect(isSignatureValid(right, raw, [])).toBe(false);
    expect(isSignatureValid(right, raw, ['retired'])).toBe(false);
    expect(isSignatureValid(signBody('', raw), raw, [''])).toBe(false);
  });

  it('accepts any body as it was sent and no body with one byte changed', () => {
    const body = fc.uint8Array({ minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(body, fc.nat(), fc.integer({ min: 1, max: 255 }), (bytes, at, flip) => {
        const sent = Buffer.from(bytes);
        const signature = signBody(SECRET, sent);
        const changed = Buffer.from(bytes);
        changed[at % changed.length] = (changed[at % changed.length] ?? 0) ^ flip;
        return isSignatureValid(signature, sent, [SECRET]) && !isSignatureValid(signature, changed, [SECRET]);
      }),
    );
  });
});

describe('stringifyAsMeta', () => {
  it('writes the documented vector', () => {
    expect(stringifyAsMeta(JSON.parse(VECTOR))).toBe(VECTOR);
  });

  it.each<[unknown, string]>([
    ['a/b', '"a\\/b"'],
    ['\\/', '"\\\\\\/"'],
    ['ÿ', '"\\u00ff"'],
    ['\u2028', '"\\u2028"'],
    [undefined, 'null'],
    [{ 'ключ/': 1 }, '{"\\u043a\\u043b\\u044e\\u0447\\/":1}'],
  ])('writes %j', (value, expected) => {
    expect(stringifyAsMeta(value)).toBe(expected);
  });

  it('means the same as the value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(stringifyAsMeta(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
