import { describe, expect, it } from '@jest/globals';
import { type ChatCursor, chatPage, decodeChatCursor, encodeChatCursor } from './chat-cursor.js';

const CURSOR: ChatCursor = { direction: 'after', micros: 1_772_366_400_123_456, id: 123 };
const raw = (text: string): string => Buffer.from(text).toString('base64url');
const place = (id: number): { micros: number; id: number } => ({ micros: id * 10, id });
const before = (id: number): string => encodeChatCursor({ ...place(id), direction: 'before' });
const after = (id: number): string => encodeChatCursor({ ...place(id), direction: 'after' });

describe('a cursor of chats', () => {
  it('comes back from its text, to the microsecond', () => {
    expect(decodeChatCursor(encodeChatCursor(CURSOR))).toEqual(CURSOR);
    expect(decodeChatCursor(before(5))).toEqual({ direction: 'before', micros: 50, id: 5 });
  });

  it.each([
    ['nothing', ''],
    ['an id', '123'],
    ['a cursor of users', raw('after:123')],
    ['another direction', raw('beside:1:1')],
    ['a time before 1970', raw('after:-1:1')],
    ['a fraction', raw('after:1.5:1')],
    ['no id', raw('after:1:')],
    ['an id of nobody', raw('after:1:0')],
    ['an id beyond the safe integers', raw('after:1:9007199254740992')],
    ['one part too many', raw('after:1:1:1')],
    ['SQL', raw("after:1:1' or 1=1--")],
    ['another spelling of the same bytes', `${encodeChatCursor(CURSOR)}=`],
    ['one changed letter', encodeChatCursor(CURSOR).replace(/^./, 'Z')],
  ])('is not %s', (_, text) => {
    expect(decodeChatCursor(text)).toBeUndefined();
  });
});

describe('a page of chats', () => {
  it.each([
    ['the only one', [3, 2], undefined, { chatIds: [3, 2], nextCursor: null, prevCursor: null }],
    ['the first', [5, 4, 3], undefined, { chatIds: [5, 4], nextCursor: after(4), prevCursor: null }],
    ['one between', [3, 2, 1], 'after', { chatIds: [3, 2], nextCursor: after(2), prevCursor: before(3) }],
    ['the last', [1], 'after', { chatIds: [1], nextCursor: null, prevCursor: before(1) }],
    ['upwards to more', [6, 7, 8], 'before', { chatIds: [7, 6], nextCursor: after(6), prevCursor: before(7) }],
    ['upwards to the first', [6, 7], 'before', { chatIds: [7, 6], nextCursor: after(6), prevCursor: null }],
    ['an empty one', [], 'after', { chatIds: [], nextCursor: null, prevCursor: null }],
  ] as const)('is %s', (_, found, direction, expected) => {
    const cursor = direction && { ...place(4), direction };
    expect(chatPage(found.map(place), cursor, 2)).toEqual(expected);
  });
});
