import { describe, expect, it } from '@jest/globals';
import { nextLink } from './next-link.js';

describe('nextLink', () => {
  it.each([
    ['the last page', {}, null, undefined],
    ['a page', { limit: 20 }, 'abc', '</api/waba/operator/search?limit=20&cursor=abc>; rel="next"'],
    [
      'a page that came by a cursor',
      { limit: 1, cursor: 'old', chat: undefined },
      'new',
      '</api/waba/operator/search?limit=1&cursor=new>; rel="next"',
    ],
    [
      'a query that would break the header',
      { q: 'а>"\r\n%' },
      'x',
      '</api/waba/operator/search?q=%D0%B0%3E%22%0D%0A%25&cursor=x>; rel="next"',
    ],
  ])('of %s', (_, query, cursor, expected) => {
    expect(nextLink('search', query, cursor)).toBe(expected);
  });
});
