import { describe, expect, it } from '@jest/globals';
import { dailyLimitOf } from './daily-limit.js';

describe('dailyLimitOf', () => {
  it.each<[string | null, number | null]>([
    ['TIER_250', 250],
    ['TIER_2K', 2000],
    ['TIER_100K', 100_000],
    ['10000', 10_000],
    ['0', 0],
    ['UNLIMITED', null],
    ['TIER_UNLIMITED', null],
    ['TIER_NOT_SET', null],
    ['TIER_2KK', null],
    ['-5', null],
    ['9999999999', null],
    ['', null],
    [null, null],
  ])('reads %s as %s', (word, expected) => {
    expect(dailyLimitOf(word)).toBe(expected);
  });
});
