import { describe, expect, it } from '@jest/globals';
import { readMediaReference, readSha256 } from './media-reference.js';

const HEX = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const BASE64 = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';

describe('readMediaReference', () => {
  it.each([
    ['image', 'image'],
    ['video', 'video'],
    ['audio', 'audio'],
    ['voice', 'audio'],
    ['document', 'document'],
    ['sticker', 'sticker'],
  ])('finds the file of type %s', (type, kind) => {
    expect(readMediaReference(type, { id: '123', sha256: BASE64, filename: 'a.pdf' })).toEqual({
      kind,
      id: '123',
      sha256: HEX,
      filename: 'a.pdf',
    });
  });

  it.each([
    ['text', { id: '123' }],
    ['location', { id: '123' }],
    ['image', {}],
    ['image', { id: null }],
    ['image', { id: { x: 1 } }],
    ['image', { id: '../../messages' }],
    ['image', { id: '1?x=2' }],
    ['image', { id: '' }],
    ['__proto__', { id: '1' }],
  ])('finds none in %s %j', (type, details) => {
    expect(readMediaReference(type, details)).toBeUndefined();
  });

  it('bears what else is missing or of a wrong type', () => {
    expect(readMediaReference('document', { id: 123, sha256: 5, filename: ['x'] })).toEqual({
      kind: 'document',
      id: '123',
      sha256: null,
      filename: null,
    });
  });
});

describe('readSha256', () => {
  it.each([
    [HEX, HEX],
    [HEX.toUpperCase(), HEX],
    [BASE64, HEX],
    [BASE64.replace('=', ''), HEX],
    ['', null],
    ['abc', null],
    [`${HEX}00`, null],
    [undefined, null],
    [{}, null],
  ])('reads %j', (value, hex) => {
    expect(readSha256(value)).toBe(hex);
  });
});
