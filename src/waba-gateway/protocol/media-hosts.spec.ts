import { describe, expect, it } from '@jest/globals';
import { mayCarryToken } from './media-hosts.js';

const GRAPH = 'https://graph.facebook.com';

describe('mayCarryToken', () => {
  it.each([
    'https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1&ext=2&hash=3',
    'https://LOOKASIDE.fbsbx.com:443/x',
    'https://media.whatsapp.net/x',
    'https://mmg-fna.a.whatsapp.net/x',
    'https://graph.facebook.com/v25.0/1',
  ])('takes %s', (url) => {
    expect(mayCarryToken(url, GRAPH)).toBe(true);
  });

  it.each([
    '',
    'lookaside.fbsbx.com/x',
    'http://lookaside.fbsbx.com/x',
    'https://lookaside.fbsbx.com:8443/x',
    'https://lookaside.fbsbx.com.evil.example/x',
    'https://evil.example/lookaside.fbsbx.com',
    'https://evil.example#lookaside.fbsbx.com',
    'https://lookaside.fbsbx.com@evil.example/x',
    'https://token@lookaside.fbsbx.com/x',
    'https://evil.example\\@lookaside.fbsbx.com/x',
    'https://xlookaside.fbsbx.com/x',
    'https://evilwhatsapp.net/x',
    'https://whatsapp.net/x',
    'https://media.whatsapp.net./x',
    'https://media.whatsapp.net.evil.example/x',
    'https://graph.facebook.com:444/x',
    'http://graph.facebook.com/x',
    'https://graph.facebook.com.evil.example/x',
    'https://127.0.0.1/x',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/x',
    'file:///etc/passwd',
    'ftp://lookaside.fbsbx.com/x',
    'data:text/plain,x',
    'https://lookaside%2Efbsbx.com.evil.example/x',
  ])('refuses %s', (url) => {
    expect(mayCarryToken(url, GRAPH)).toBe(false);
  });

  it('takes the simulator where that is our Graph, and its neighbours no more than others', () => {
    expect(mayCarryToken('http://127.0.0.1:4010/media-files/1', 'http://127.0.0.1:4010')).toBe(true);
    expect(mayCarryToken('http://127.0.0.1:4011/media-files/1', 'http://127.0.0.1:4010')).toBe(false);
    expect(mayCarryToken('https://127.0.0.1:4010/media-files/1', 'http://127.0.0.1:4010')).toBe(false);
  });
});
