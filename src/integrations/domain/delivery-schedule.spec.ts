import { describe, expect, it } from '@jest/globals';
import { type FailedTry, nextTryAt, parseRetryAfter } from './delivery-schedule.js';

const NOW = new Date('2026-03-01T12:00:00.000Z');
const HOUR = 3_600;
const inSeconds = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1000);
const failed = (given: Partial<FailedTry>): FailedTry => ({
  tries: 1,
  firstTriedAt: NOW,
  now: NOW,
  chance: 0,
  ...given,
});

describe('nextTryAt', () => {
  it.each([
    [1, 5],
    [2, 30],
    [3, 120],
    [4, 600],
    [5, 1_800],
    [6, HOUR],
    [7, 2 * HOUR],
    [8, 4 * HOUR],
    [9, 8 * HOUR],
    [50, 8 * HOUR],
  ])('waits after try %d for %d s', (tries, seconds) => {
    expect(nextTryAt(failed({ tries }))).toEqual(inSeconds(seconds));
  });

  it.each([
    ['spreads the waits', { tries: 2, chance: 1 }, 36],
    ['waits as long as the host asks', { retryAfterMs: 90_000 }, 90],
    ['waits no less than without being asked', { tries: 3, retryAfterMs: 1_000 }, 120],
    ['lets no host ask for more than 12 hours', { retryAfterMs: 9e9 }, 12 * HOUR],
    ['tries a last time after three days', { tries: 12, firstTriedAt: inSeconds(-71 * HOUR) }, HOUR],
  ])('%s', (_, given, seconds) => {
    expect(nextTryAt(failed(given))).toEqual(inSeconds(seconds));
  });

  it('gives up then', () => {
    expect(nextTryAt(failed({ firstTriedAt: inSeconds(-72 * HOUR) }))).toBeUndefined();
  });

  it('makes 18 tries in the three days', () => {
    let [now, tries]: [Date | undefined, number] = [NOW, 0];
    for (; now !== undefined; tries += 1) now = nextTryAt(failed({ tries: tries + 1, now }));
    expect(tries).toBe(18);
  });
});

describe('parseRetryAfter', () => {
  it.each([
    ['0', 0],
    ['120', 120_000],
    ['Sun, 01 Mar 2026 12:00:30 GMT', 30_000],
    ['Sun, 01 Mar 2026 11:00:00 GMT', 0],
    ['Sun, 99 Mar 2026 11:00:00 GMT', undefined],
    ['-1', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['99999999999', undefined],
    [['1', '2'], undefined],
    [undefined, undefined],
  ])('reads %j as %p', (header, milliseconds) => {
    expect(parseRetryAfter(header, NOW)).toBe(milliseconds);
  });
});
