import { describe, expect, it } from '@jest/globals';
import { mayHaveThumbnail, nextThumbnailTry } from './thumbnail-rules.js';

const MIB = 1024 * 1024;

describe('mayHaveThumbnail', () => {
  it.each([
    ['image/jpeg', 5 * MIB, true],
    ['image/png', 1, true],
    ['image/webp', 100 * 1024, true],
    ['image/jpeg', 16 * MIB, true],
    ['image/jpeg', 16 * MIB + 1, false],
    ['image/gif', 1, false],
    ['image/svg+xml', 1, false],
    ['application/pdf', 1, false],
    ['video/mp4', 1, false],
    [null, null, false],
    ['image/jpeg', null, false],
  ])('of %s with %s bytes: %s', (mimeType, size, expected) => {
    expect(mayHaveThumbnail({ mimeType, size })).toBe(expected);
  });
});

describe('nextThumbnailTry', () => {
  const now = new Date('2026-03-01T12:00:00.000Z');

  it.each([
    [1, '2026-03-01T12:01:00.000Z'],
    [2, '2026-03-01T12:10:00.000Z'],
    [3, '2026-03-01T13:00:00.000Z'],
  ])('lets what ran out of time %d times wait until %s', (tries, until) => {
    expect(nextThumbnailTry(tries, now)).toEqual(new Date(until));
  });

  it('gives up after the fourth', () => {
    expect(nextThumbnailTry(4, now)).toBeNull();
  });
});
