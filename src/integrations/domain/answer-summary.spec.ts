import { describe, expect, it } from '@jest/globals';
import { type Refusal, summariseAnswer } from './answer-summary.js';

const SENT = JSON.stringify({
  type: 'message.received',
  data: {
    message: { timestamp: '2026-03-01T12:00:00.000Z', content: 'Мой пароль: hunter2. Gateway is my dog, INVALID me' },
  },
});

function summary(body: string | Buffer, given: Partial<Refusal> = {}): string | null {
  const refusal = { contentType: 'application/json', isWhole: true, isPlain: true, sent: SENT, ...given };
  return summariseAnswer({ body: Buffer.from(body), ...refusal });
}

describe('summariseAnswer', () => {
  it.each([
    ['{"error":"Signature does not match"}', {}, 'application/json, 36 bytes: signature'],
    ['timestamp too old', { contentType: 'text/plain; charset=utf-8' }, 'text/plain, 17 bytes: timestamp'],
    ['<h1>503 Service Unavailable</h1>nginx', { contentType: 'TEXT/HTML' }, 'text/html, 37 bytes: unavailable, nginx'],
    ['no', { contentType: undefined }, 'no type, 2 bytes'],
    ['x'.repeat(99), { isWhole: false }, 'application/json, at least 99 bytes'],
    ['signature', { isPlain: false }, 'application/json, packed, 9 bytes'],
    ['', {}, null],
  ])('says of %j %j: %j', (body, given, expected) => {
    expect(summary(body, given)).toBe(expected);
  });

  it.each([
    ['the whole of what was sent', SENT],
    ['a message of it', 'could not store "Мой пароль: hunter2. Gateway is my dog, INVALID me"'],
    ['it in escapes', JSON.stringify(SENT).replace(/[^ -~]/g, (one) => `\\u${one.charCodeAt(0).toString(16)}`)],
    ['it in base64', Buffer.from(SENT).toString('base64')],
    ['it in UTF-16', Buffer.from(SENT, 'utf16le')],
    ['it cut in two in the middle of a letter', Buffer.from(SENT).subarray(0, 121)],
  ])('repeats nothing of an answer that repeats %s', (_, body) => {
    expect(summary(body)).toMatch(/^application\/json, \d+ bytes(: timestamp)?$/);
  });

  it.each(['text/hunter2', 'hunter2', 'application/json-hunter2', '', ['text/html', 'hunter2']])(
    'repeats no type %j it does not know',
    (contentType) => {
      expect(summary('x', { contentType })).toBe('another type, 1 bytes');
    },
  );
});
