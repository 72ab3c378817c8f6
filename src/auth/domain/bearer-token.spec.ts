import { describe, expect, it } from '@jest/globals';
import { readBearerToken } from './bearer-token.js';

const NONE = { error: 'AUTH_REQUIRED' };
const BAD = { error: 'TOKEN_INVALID' };

describe('readBearerToken', () => {
  it.each([
    ['nothing', [], NONE],
    ['other headers', ['Host', 'authorization', 'X-Authorization', 'Bearer a.b.c'], NONE],
    ['one token', ['Authorization', 'Bearer a.b-c_d.e'], { token: 'a.b-c_d.e' }],
    ['any case of name and scheme', ['AUTHORIZATION', 'bEARER a.b.c'], { token: 'a.b.c' }],
    ['empty', ['Authorization', ''], NONE],
    ['Bearer alone', ['Authorization', 'Bearer'], NONE],
    ['Bearer and spaces', ['Authorization', 'Bearer  '], NONE],
    ['Basic', ['Authorization', 'Basic YTpi'], NONE],
    ['Token', ['Authorization', 'Token a.b.c'], NONE],
    ['the bare token', ['Authorization', 'a.b.c'], NONE],
    ['another scheme that begins alike', ['Authorization', 'Bearers a.b.c'], NONE],
    ['two tokens', ['Authorization', 'Bearer a.b.c d.e.f'], BAD],
    ['a list', ['Authorization', 'Bearer a.b.c, Bearer d.e.f'], BAD],
    ['a tab', ['Authorization', 'Bearer a.b.c\td'], BAD],
    ['padding', ['Authorization', 'Bearer a.b.c=='], BAD],
    ['two headers', ['Authorization', 'Bearer a.b.c', 'authorization', 'Bearer d.e.f'], BAD],
    ['two headers, one of them empty', ['Authorization', 'Bearer a.b.c', 'Authorization', ''], BAD],
    ['8 KiB', ['Authorization', `Bearer ${'a'.repeat(8192)}`], { token: 'a'.repeat(8192) }],
    ['more than 8 KiB', ['Authorization', `Bearer ${'a'.repeat(8193)}`], BAD],
  ])('%s', (_, rawHeaders, expected) => {
    expect(readBearerToken(rawHeaders)).toEqual(expected);
  });
});
