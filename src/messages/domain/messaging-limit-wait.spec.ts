import { describe, expect, it } from '@jest/globals';
import { askAgainAt } from './messaging-limit-wait.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const NOW = new Date('2026-03-01T12:00:00.000Z');

function ago(milliseconds: number): Date {
  return new Date(NOW.getTime() - milliseconds);
}

describe('who waits for a place in the messaging limit', () => {
  it.each([
    ['the first of a round', 300, 0, 10 * MINUTE],
    ['the next', 301, 0, 10 * MINUTE + SECOND],
    ['the last of a round', 599, HOUR, 15 * MINUTE - SECOND],
    ['one whose day ends before', 7, 24 * HOUR - 1, 1],
    ['one whose day ends in between', 100, 24 * HOUR - 11 * MINUTE, 11 * MINUTE],
  ])('asks again within a quarter of an hour, and not later than its day ends: %s', (_, chatId, waited, inMs) => {
    expect(askAgainAt(chatId, ago(waited), NOW)?.getTime()).toBe(NOW.getTime() + inMs);
  });

  it('does not ask again after 24 hours', () => {
    expect([askAgainAt(1, ago(24 * HOUR), NOW), askAgainAt(1, ago(48 * HOUR), NOW)]).toEqual([null, null]);
  });
});
