import { describe, expect, it } from '@jest/globals';
import { isHandshake, mayConnect } from './handshake.js';

const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

describe('isHandshake', () => {
  it.each([
    [{ 'sec-websocket-version': '13', 'sec-websocket-key': KEY }, true],
    [{ 'sec-websocket-version': '8', 'sec-websocket-key': KEY }, false],
    [{ 'sec-websocket-version': '13' }, false],
    [{ 'sec-websocket-version': '13', 'sec-websocket-key': 'short' }, false],
    [{ 'sec-websocket-version': '13', 'sec-websocket-key': `${KEY}, ${KEY}` }, false],
    [{ 'sec-websocket-key': KEY }, false],
  ])('of %j is %s', (headers, expected) => {
    expect(isHandshake(headers)).toBe(expected);
  });
});

describe('mayConnect', () => {
  const listed = { corsOrigins: ['https://desk.shop.kz'], publicUrl: 'https://api.shop.kz/wa' };
  const sandbox = { corsOrigins: 'loopback' as const, publicUrl: 'http://localhost:3000' };

  it.each<[string | undefined, boolean, boolean]>([
    ['https://desk.shop.kz', true, true],
    ['https://desk.shop.kz', false, true],
    ['https://api.shop.kz', true, true],
    ['https://evil.example', false, false],
    ['https://evil.example', true, false],
    ['https://desk.shop.kz.evil.example', false, false],
    ['http://desk.shop.kz', true, false],
    ['null', false, false],
    ['', false, false],
    [undefined, false, true],
    [undefined, true, false],
  ])('from %s, by a ticket %s: %s', (origin, isByTicket, expected) => {
    expect(mayConnect(origin, isByTicket, listed)).toBe(expected);
  });

  it('lets any port of this machine in where CORS does', () => {
    expect(mayConnect('http://127.0.0.1:4010', true, sandbox)).toBe(true);
    expect(mayConnect('http://127.0.0.1.evil.example', true, sandbox)).toBe(false);
  });
});
