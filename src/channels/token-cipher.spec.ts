import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { TokenCipher } from './token-cipher.js';

/** No such key, or what GCM says. */
const REFUSED = /no key|authenticat|Invalid/;
const TOKEN = 'EAAGm0PX4ZCpsBAKZC';
const [oldKey, newKey] = [randomBytes(32), randomBytes(32)];
const cipherOf = (...keys: Buffer[]): TokenCipher => new TokenCipher(keys);

describe('TokenCipher', () => {
  it('opens what it sealed', () => {
    const cipher = cipherOf(newKey);
    expect(cipher.decrypt(7, cipher.encrypt(7, TOKEN))).toBe(TOKEN);
    expect(cipher.decrypt(7, cipher.encrypt(7, ''))).toBe('');
  });

  it('never writes the same twice, and never the token itself', () => {
    const cipher = cipherOf(newKey);
    const [one, two] = [cipher.encrypt(7, TOKEN), cipher.encrypt(7, TOKEN)];
    expect(one).not.toBe(two);
    expect(one).not.toContain(TOKEN);
    expect(one).toMatch(/^[0-9a-f]{8}\.[\w-]{16}\.[\w-]+$/);
  });

  it('reads with an old key and writes with the newest', () => {
    const before = cipherOf(oldKey).encrypt(7, TOKEN);
    const rotating = cipherOf(newKey, oldKey);
    expect(rotating.decrypt(7, before)).toBe(TOKEN);
    expect(cipherOf(newKey).decrypt(7, rotating.encrypt(7, TOKEN))).toBe(TOKEN);
  });

  it('does not read without the key', () => {
    expect(() => cipherOf(newKey).decrypt(7, cipherOf(oldKey).encrypt(7, TOKEN))).toThrow('no key of ENCRYPTION_KEYS');
  });

  it("does not open in another channel's row", () => {
    const cipher = cipherOf(newKey);
    expect(() => cipher.decrypt(8, cipher.encrypt(7, TOKEN))).toThrow(REFUSED);
  });

  it('notices every changed character', () => {
    const cipher = cipherOf(newKey);
    const sealed = cipher.encrypt(7, TOKEN);
    // The last character of base64url may carry bits that mean nothing.
    for (let index = 0; index < sealed.length - 1; index += 1) {
      const changed = sealed[index] === 'A' ? 'B' : 'A';
      expect(() => cipher.decrypt(7, sealed.slice(0, index) + changed + sealed.slice(index + 1))).toThrow(REFUSED);
    }
  });

  it.each(['', 'x', 'a.b.c', '..', 'plain token'])('refuses %j', (text) => {
    expect(() => cipherOf(newKey).decrypt(7, text)).toThrow(REFUSED);
  });

  it('does not start without a key', () => {
    expect(() => cipherOf()).toThrow('ENCRYPTION_KEYS');
  });
});
