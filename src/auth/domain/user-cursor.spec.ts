import { describe, expect, it } from '@jest/globals';
import { decodeUserCursor, encodeUserCursor, userPage } from './user-cursor.js';

describe('user cursor', () => {
  it('reads what it wrote', () => {
    for (const cursor of [
      { direction: 'after', id: 1 },
      { direction: 'before', id: Number.MAX_SAFE_INTEGER },
    ] as const) {
      expect(decodeUserCursor(encodeUserCursor(cursor))).toEqual(cursor);
    }
  });

  it.each([
    '',
    'x',
    'after:1',
    Buffer.from('after:0').toString('base64url'),
    Buffer.from('after:01').toString('base64url'),
    Buffer.from('beside:1').toString('base64url'),
    Buffer.from('after:1:2').toString('base64url'),
    Buffer.from('after:9007199254740992').toString('base64url'),
    `${encodeUserCursor({ direction: 'after', id: 1 })}=`,
  ])('refuses %j', (text) => {
    expect(decodeUserCursor(text)).toBeUndefined();
  });
});

describe('userPage', () => {
  const rows = (...ids: number[]): { id: number }[] => ids.map((id) => ({ id }));
  const after = (id: number): string => encodeUserCursor({ direction: 'after', id });
  const before = (id: number): string => encodeUserCursor({ direction: 'before', id });

  it.each([
    ['everything on one page', rows(1, 2), undefined, { users: rows(1, 2), nextCursor: null, prevCursor: null }],
    ['nobody at all', rows(), undefined, { users: [], nextCursor: null, prevCursor: null }],
    ['the first page', rows(1, 2, 3), undefined, { users: rows(1, 2), nextCursor: after(2), prevCursor: null }],
    [
      'a middle page',
      rows(3, 4, 5),
      { direction: 'after', id: 2 } as const,
      { users: rows(3, 4), nextCursor: after(4), prevCursor: before(3) },
    ],
    [
      'the last page',
      rows(5),
      { direction: 'after', id: 4 } as const,
      { users: rows(5), nextCursor: null, prevCursor: before(5) },
    ],
    [
      'back to a middle page',
      rows(4, 3, 2),
      { direction: 'before', id: 5 } as const,
      { users: rows(3, 4), nextCursor: after(4), prevCursor: before(3) },
    ],
    [
      'back to the first page',
      rows(2, 1),
      { direction: 'before', id: 3 } as const,
      { users: rows(1, 2), nextCursor: after(2), prevCursor: null },
    ],
  ])('%s', (_, found, cursor, expected) => {
    expect(userPage(found, cursor, 2)).toEqual(expected);
  });
});
