import { describe, expect, it } from '@jest/globals';
import { problemOf, readRetryAfter } from './problem.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');

describe('problemOf', () => {
  it('carries what the server says', async () => {
    const body = { code: 'CHAT_NOT_FOUND', error: 'There is no such chat.', requestId: 'r-1', status: 404 };
    const problem = await problemOf(Response.json(body, { status: 404 }), NOW);
    expect(problem).toMatchObject({
      name: 'ApiProblem',
      message: 'There is no such chat.',
      code: 'CHAT_NOT_FOUND',
      status: 404,
      requestId: 'r-1',
      problem: body,
    });
    expect(problem).toBeInstanceOf(Error);
  });

  it.each(['<html>Bad Gateway</html>', '', '[]', 'null', '"x"', '{"message":"no Route"}'])(
    'makes something of %j too',
    async (body) => {
      const problem = await problemOf(new Response(body, { status: 502, headers: { 'retry-after': '7' } }), NOW);
      expect(problem).toMatchObject({ code: 'UNKNOWN', status: 502, problem: undefined, retryAfter: 7 });
      expect(problem.message).toBe('The server answered 502.');
    },
  );
});

describe('readRetryAfter', () => {
  it.each([
    ['5', 5],
    ['0', 0],
    ['Sun, 01 Mar 2026 12:00:09 GMT', 9],
    ['Sun, 01 Mar 2026 11:00:00 GMT', 0],
    ['soon', undefined],
    [null, undefined],
  ])('of %j is %s', (value, expected) => {
    expect(readRetryAfter(value, NOW)).toBe(expected);
  });
});
