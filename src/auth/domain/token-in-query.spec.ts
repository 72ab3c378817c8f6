import { describe, expect, it } from '@jest/globals';
import { holdsToken } from './token-in-query.js';

const JWT = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.c2lnbmF0dXJl';

describe('holdsToken', () => {
  it.each([
    [{ token: JWT }],
    [{ ticket: JWT }],
    [{ after: JWT }],
    [{ access_token: `Bearer ${JWT}` }],
    [{ token: JWT.slice(0, -3) }],
    [{ token: ['x', JWT] }],
    [{ key: `wak_${'a'.repeat(43)}` }],
  ])('sees one in %j', (query) => {
    expect(holdsToken(query)).toBe(true);
  });

  it.each([[{}], [{ ticket: 'a'.repeat(43), after: 'v1.12-7' }], [undefined], [{ after: 'eyJhbGciOi' }]])(
    'sees none in %j',
    (query) => {
      expect(holdsToken(query)).toBe(false);
    },
  );
});
