import { describe, expect, it } from '@jest/globals';
import { estimateEntropyBits, weaknessOf } from './secret-strength.js';

describe('weaknessOf', () => {
  it.each([
    ['passwordpasswordpasswordpassword', 'is a placeholder'],
    ['REPLACE_ME_0123456789abcdefghijkl', 'is a placeholder'],
    ['example-0123456789abcdefghijklmnop', 'is a placeholder'],
    ['0123456789abcdef', 'is shorter than 32 bytes'],
    ['abababababababababababababababababab', 'is too easy to guess'],
  ])('says of %s that it %s', (secret, why) => {
    expect(weaknessOf(secret, 32, 128)).toMatch(why);
  });

  it('lets random text pass, in hex as in base64', () => {
    expect(weaknessOf('9b1c7e5a2f0d4836b7a1c9e3d5f8024669b0e1d2c3f4a58796b1c2d3e4f5a607', 32, 128)).toBeUndefined();
    expect(weaknessOf('Zb3kq0vXw1Yt7uPnR5sLm9hJ2dGf8cKeTa4iOoQ6', 32, 128)).toBeUndefined();
  });
});

describe('estimateEntropyBits', () => {
  it('is 0 for one letter however often, and 4 a letter for 16 different ones', () => {
    expect(estimateEntropyBits('aaaaaaaa')).toBe(0);
    expect(estimateEntropyBits('0123456789abcdef')).toBe(64);
  });
});
