import { describe, expect, it } from '@jest/globals';
import { RateLimiter } from './rate-limiter.js';

function limiterAt(): { limiter: RateLimiter; pass: (ms: number) => void } {
  let now = 1_000_000;
  return { limiter: new RateLimiter(() => now), pass: (ms) => (now += ms) };
}

describe('RateLimiter', () => {
  it('gives a minute’s share at once and then refuses, telling how long', () => {
    const { limiter } = limiterAt();
    const verdicts = Array.from({ length: 6 }, () => limiter.take('a', 5));
    expect(verdicts.map(({ isAllowed }) => isAllowed)).toEqual([true, true, true, true, true, false]);
    expect(verdicts.map(({ remaining }) => remaining)).toEqual([4, 3, 2, 1, 0, 0]);
    expect(verdicts[5]).toMatchObject({ waitMs: 12_000, resetMs: 60_000 });
  });

  it('gives back evenly', () => {
    const { limiter, pass } = limiterAt();
    for (let taken = 0; taken < 5; taken += 1) limiter.take('a', 5);
    pass(11_999);
    expect(limiter.look('a', 5).isAllowed).toBe(false);
    pass(1);
    expect(limiter.take('a', 5).isAllowed).toBe(true);
    expect(limiter.take('a', 5).isAllowed).toBe(false);
    pass(60_000);
    expect(limiter.look('a', 5)).toMatchObject({ remaining: 5, resetMs: 0 });
  });

  it('counts each key for itself, and not at all without a limit', () => {
    const { limiter } = limiterAt();
    limiter.take('a', 1);
    expect(limiter.take('a', 1).isAllowed).toBe(false);
    expect(limiter.take('b', 1).isAllowed).toBe(true);
    for (let taken = 0; taken < 100; taken += 1) expect(limiter.take('c', 0).isAllowed).toBe(true);
  });

  it('takes nothing where it refuses: who keeps asking is let in no later', () => {
    const { limiter, pass } = limiterAt();
    limiter.take('a', 1);
    for (let asked = 0; asked < 50; asked += 1) limiter.take('a', 1);
    pass(60_000);
    expect(limiter.take('a', 1).isAllowed).toBe(true);
  });

  it('forgets the keys at rest, and no others', () => {
    const { limiter, pass } = limiterAt();
    for (let key = 0; key < 10_000; key += 1) limiter.take(`rest-${key}`, 60_000);
    limiter.take('busy', 1);
    pass(10);
    limiter.take('new', 1);
    expect(limiter.look('busy', 1).isAllowed).toBe(false);
  });
});
