import { describe, expect, it } from '@jest/globals';
import { apiKeyHint, hashApiKey, looksLikeApiKey, makeApiKey } from './api-key-text.js';

describe('an API key', () => {
  it('is random, known by its prefix and by its hash', () => {
    const [one, other] = [makeApiKey(), makeApiKey()];
    expect(one).not.toBe(other);
    expect(looksLikeApiKey(one)).toBe(true);
    expect(hashApiKey(one)).toHaveLength(32);
    expect(hashApiKey(one)?.equals(hashApiKey(other) ?? Buffer.alloc(0))).toBe(false);
    expect(one.startsWith(apiKeyHint(one).slice(0, -1))).toBe(true);
    expect(apiKeyHint(one)).toHaveLength(11);
  });

  it.each(['', 'wak_', 'wak_short', `wak_${'a'.repeat(44)}`, `wak_${'a'.repeat(42)}.`, `WAK_${'a'.repeat(43)}`])(
    'is not %j',
    (text) => {
      expect(hashApiKey(text)).toBeUndefined();
    },
  );
});
