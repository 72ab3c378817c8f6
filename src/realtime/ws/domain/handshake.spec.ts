import { describe, expect, it } from '@jest/globals';
import { type Credentials, isHandshake, mayConnect } from './handshake.js';

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

  it.each<[string | undefined, Credentials, boolean]>([
    ['https://desk.shop.kz', 'ticket', true],
    ['https://desk.shop.kz', 'none', true],
    ['https://api.shop.kz', 'ticket', true],
    ['https://evil.example', 'header', false],
    ['https://evil.example', 'ticket', false],
    ['https://desk.shop.kz.evil.example', 'none', false],
    ['http://desk.shop.kz', 'ticket', false],
    ['null', 'none', false],
    ['', 'header', false],
    [undefined, 'header', true],
    [undefined, 'none', true],
    [undefined, 'ticket', false],
  ])('from %s by %s: %s', (origin, credentials, expected) => {
    expect(mayConnect(origin, credentials, listed)).toBe(expected);
  });

  it('lets any port of this machine in where CORS does', () => {
    expect(mayConnect('http://127.0.0.1:4010', 'ticket', sandbox)).toBe(true);
    expect(mayConnect('http://127.0.0.1.evil.example', 'ticket', sandbox)).toBe(false);
  });
});
