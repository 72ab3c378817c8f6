import { describe, expect, it } from '@jest/globals';
import { decodeIdCursor, encodeIdCursor, type IdCursor, idPage } from './id-page.js';

const rows = (...ids: number[]): { id: number }[] => ids.map((id) => ({ id }));
const after = (id: number): IdCursor => ({ direction: 'after', id });
const before = (id: number): IdCursor => ({ direction: 'before', id });

describe('decodeIdCursor', () => {
  it.each([after(1), before(9_007_199_254_740_991)])('reads %j back', (cursor) => {
    expect(decodeIdCursor(encodeIdCursor(cursor))).toEqual(cursor);
  });

  it.each([
    '',
    'x',
    'after:1',
    Buffer.from('after:0').toString('base64url'),
    Buffer.from('after:01').toString('base64url'),
    Buffer.from('beside:1').toString('base64url'),
    Buffer.from('after:9007199254740992').toString('base64url'),
    Buffer.from('after:1:2').toString('base64url'),
    `${encodeIdCursor(after(1))}=`,
  ])('does not know %j', (text) => {
    expect(decodeIdCursor(text)).toBeUndefined();
  });
});

describe('idPage', () => {
  it.each([
    ['the only page', rows(9, 8), undefined, [9, 8], null, null],
    ['the first of several', rows(9, 8, 7, 6), undefined, [9, 8, 7], after(7), null],
    ['one in between', rows(6, 5, 4, 3), after(7), [6, 5, 4], after(4), before(6)],
    ['the last', rows(3, 2), after(4), [3, 2], null, before(3)],
    ['one on the way back', rows(5, 6, 7, 8), before(4), [7, 6, 5], after(5), before(7)],
    ['the first on the way back', rows(7, 8, 9), before(6), [9, 8, 7], after(7), null],
    ['nothing', [], after(1), [], null, null],
  ] as const)('makes %s', (_, found, cursor, ids, next, prev) => {
    const page = idPage(found, cursor, 3);
    expect(page.items.map(({ id }) => id)).toEqual(ids);
    expect([page.nextCursor, page.prevCursor]).toEqual([next && encodeIdCursor(next), prev && encodeIdCursor(prev)]);
  });
});
