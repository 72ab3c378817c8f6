import { describe, expect, it } from '@jest/globals';
import { cannedPage, decodeCannedCursor, encodeCannedCursor } from './canned-cursor.js';

const rows = (...ids: number[]): { id: number; shortcut: string }[] => ids.map((id) => ({ id, shortcut: `s${id}` }));
const after = { direction: 'after', id: 2, shortcut: 's2' } as const;
const before = { direction: 'before', id: 5, shortcut: 's5' } as const;

describe('a cursor of canned responses', () => {
  it.each([
    { direction: 'after', id: 7, shortcut: 'привет' },
    { direction: 'before', id: Number.MAX_SAFE_INTEGER, shortcut: 'a-b_9' },
  ] as const)('comes back as it went: %j', (cursor) => {
    expect(decodeCannedCursor(encodeCannedCursor(cursor))).toEqual(cursor);
  });

  it.each([
    '',
    'x',
    'YWZ0ZXI6NTA',
    ...['after:0:a', 'after:1:', 'up:1:a', 'after:1:a:b', 'after:1:a b', 'after:01:a'].map(plain),
  ])('is not %j', (text) => {
    expect(decodeCannedCursor(text)).toBeUndefined();
  });

  it('has one spelling', () => {
    expect(decodeCannedCursor(`${encodeCannedCursor(after)}=`)).toBeUndefined();
  });
});

describe('cannedPage', () => {
  it.each([
    ['the only page', rows(1, 2), undefined, [1, 2], false, false],
    ['the first of several', rows(1, 2, 3), undefined, [1, 2], true, false],
    ['one between', rows(3, 4, 5), after, [3, 4], true, true],
    ['the last', rows(3), after, [3], false, true],
    ['one between, backwards', rows(4, 3, 2), before, [3, 4], true, true],
    ['the first, backwards', rows(4, 3), before, [3, 4], true, false],
    ['nothing', [], after, [], false, false],
  ] as const)('of %s', (_, found, cursor, ids, hasNext, hasPrev) => {
    const page = cannedPage(found, cursor, 2);
    expect(page.items.map(({ id }) => id)).toEqual(ids);
    expect([page.nextCursor !== null, page.prevCursor !== null]).toEqual([hasNext, hasPrev]);
  });
});

function plain(text: string): string {
  return Buffer.from(text).toString('base64url');
}
