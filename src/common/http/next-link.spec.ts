import { describe, expect, it } from '@jest/globals';
import { nextLink } from './next-link.js';

describe('nextLink', () => {
  it.each([
    ['the last page', '/api/chats', null, undefined],
    ['a list asked for without anything', '/api/chats', 'abc', '</api/chats?cursor=abc>; rel="next"'],
    ['a page', '/api/chats?limit=20', 'abc', '</api/chats?limit=20&cursor=abc>; rel="next"'],
    [
      'a page that came by a cursor',
      '/api/chats?limit=1&cursor=old',
      'new',
      '</api/chats?limit=1&cursor=new>; rel="next"',
    ],
    [
      'a query that would break the header',
      '/api/search?q=%D0%B0%3E%22%0D%0A%25',
      'x',
      '</api/search?q=%D0%B0%3E%22%0D%0A%25&cursor=x>; rel="next"',
    ],
    ['a query in raw letters', '/api/search?q=а>"', 'x', '</api/search?q=%D0%B0%3E%22&cursor=x>; rel="next"'],
  ])('of %s', (_, url, cursor, expected) => {
    expect(nextLink(url, cursor)).toBe(expected);
  });
});
