import { describe, expect, it } from '@jest/globals';
import { afterFailure, type FailedTry } from './download-schedule.js';

const NOW = new Date('2026-03-01T12:00:00.000Z');
const inSeconds = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1000);
const failed = (given: Partial<FailedTry>): FailedTry => ({
  reason: 'UNREACHABLE',
  tries: 1,
  now: NOW,
  expiresAt: inSeconds(7 * 86_400),
  chance: 0,
  ...given,
});

describe('afterFailure', () => {
  it.each([
    [1, 2],
    [2, 15],
    [3, 60],
    [4, 300],
    [5, 900],
    [6, 3_600],
    [7, 21_600],
    [50, 21_600],
  ])('waits after try %d for %d s', (tries, seconds) => {
    expect(afterFailure(failed({ tries }))).toEqual({ state: 'pending', nextAt: inSeconds(seconds) });
  });

  it('spreads the waits', () => {
    expect(afterFailure(failed({ tries: 3, chance: 1 }))).toEqual({ state: 'pending', nextAt: inSeconds(72) });
  });

  it('never waits beyond the life of the id, and gives it up then', () => {
    expect(afterFailure(failed({ tries: 9, expiresAt: inSeconds(100) }))).toEqual({
      state: 'pending',
      nextAt: inSeconds(100),
    });
    expect(afterFailure(failed({ expiresAt: NOW }))).toEqual({ state: 'expired' });
  });

  it.each(['NOT_AT_META', 'FOREIGN_HOST', 'HASH_MISMATCH', 'EMPTY'] as const)(
    'gives %s up after three tries',
    (reason) => {
      expect(afterFailure(failed({ reason, tries: 2 })).state).toBe('pending');
      expect(afterFailure(failed({ reason, tries: 3 }))).toEqual({ state: 'failed' });
    },
  );

  it('gives up at once what is too large', () => {
    expect(afterFailure(failed({ reason: 'TOO_LARGE' }))).toEqual({ state: 'failed' });
  });
});
