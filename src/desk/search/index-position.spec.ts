import { describe, expect, it } from '@jest/globals';
import { positionAfter } from './index-position.js';

const NOTHING = { lastId: null, isFull: false };

describe('positionAfter', () => {
  it.each([
    ['stays without a boundary', { indexedUpTo: 5, boundary: null, isClosed: false }, { lastId: 9, isFull: false }, 5],
    [
      'stays while somebody may commit',
      { indexedUpTo: 5, boundary: 8, isClosed: false },
      { lastId: 9, isFull: false },
      5,
    ],
    [
      'stays so with a full batch too',
      { indexedUpTo: 5, boundary: 8, isClosed: false },
      { lastId: 7, isFull: true },
      5,
    ],
    ['goes to the boundary when nothing is missing', { indexedUpTo: 5, boundary: 8, isClosed: true }, NOTHING, 8],
    [
      'goes no further than the boundary',
      { indexedUpTo: 5, boundary: 8, isClosed: true },
      { lastId: 20, isFull: false },
      8,
    ],
    [
      'goes to the end of a full batch',
      { indexedUpTo: 5, boundary: 90, isClosed: true },
      { lastId: 20, isFull: true },
      20,
    ],
    [
      'and no further than the boundary',
      { indexedUpTo: 5, boundary: 8, isClosed: true },
      { lastId: 20, isFull: true },
      8,
    ],
    ['never goes back', { indexedUpTo: 9, boundary: 8, isClosed: true }, NOTHING, 9],
  ])('%s', (_, position, batch, expected) => {
    expect(positionAfter(position, batch)).toBe(expected);
  });
});
