import { describe, expect, it } from '@jest/globals';
import { assertReachable } from './assert-reachable.js';

const BLOCKED = new Date('2026-03-01T12:00:00.000Z');

describe('assertReachable', () => {
  it('lets pass what nothing stands against', () => {
    expect(() => assertReachable({ blockedAt: null, mergedInto: null })).not.toThrow();
  });

  it('refuses to write to a blocked customer', () => {
    expect(() => assertReachable({ blockedAt: BLOCKED, mergedInto: null })).toThrow(
      expect.objectContaining({ code: 'CUSTOMER_BLOCKED', status: 409 }),
    );
  });

  it.each([null, BLOCKED])('names the chat that goes on, blocked (%s) or not', (blockedAt) => {
    expect(() => assertReachable({ blockedAt, mergedInto: 7 })).toThrow(
      expect.objectContaining({ code: 'CHAT_MERGED', status: 409, options: { extra: { mergedInto: 7 } } }),
    );
  });
});
