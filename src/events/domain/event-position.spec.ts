import { describe, expect, it } from '@jest/globals';
import { decodeEventPosition, encodeEventPosition } from './event-position.js';

const raw = (text: string): string => Buffer.from(text).toString('base64url');

describe('an event position', () => {
  it.each([
    [{ tx: 0n, id: 0 }],
    [{ tx: 742n, id: 0 }],
    [{ tx: 2n ** 32n + 5n, id: 17 }],
    [{ tx: 2n ** 64n - 1n, id: Number.MAX_SAFE_INTEGER }],
  ])('comes back from its text: %p', (position) => {
    const text = encodeEventPosition(position);
    expect(text).toMatch(/^[\w-]{4,60}$/);
    expect(decodeEventPosition(text)).toEqual(position);
  });

  it.each([
    ['nothing', ''],
    ['a bare number', '742'],
    ['half a pair', raw('742')],
    ['three numbers', raw('742.1.1')],
    ['a sign', raw('-742.1')],
    ['a leading zero', raw('0742.1')],
    ['a transaction beyond 64 bits', raw('18446744073709551616.1')],
    ['an id beyond the safe integers', raw('742.9007199254740992')],
    ['another spelling of the same bytes', `${raw('742.1')}=`],
    ['white space', ` ${raw('742.1')}`],
    ['a NUL', raw('742.1\u0000')],
    ['digits of another script', raw('٧.1')],
    ['a cursor of a list', raw('after:742')],
    ['a header split in two', 'NzQy\r\nX: 1'],
  ])('is not %s', (_, text) => {
    expect(decodeEventPosition(text)).toBeUndefined();
  });
});
