import { describe, expect, it } from '@jest/globals';
import { canBeMarked, isWorthSending, judgeMark, nextTry, tellMark } from './receipt-schedule.js';

const NOW = new Date('2026-03-01T12:00:00.000Z');
const HOUR = 3_600_000;
const before = (milliseconds: number): Date => new Date(NOW.getTime() - milliseconds);

describe('a read receipt', () => {
  it.each([
    ['of now', 0, 0, true],
    ['that has waited for just under a day', 24 * HOUR, 24 * HOUR - 1, true],
    ['that has waited for a day', 24 * HOUR, 24 * HOUR, false],
    ['of a message just under 30 days old', 30 * 24 * HOUR - 1, 0, true],
    ['of a message 30 days old', 30 * 24 * HOUR, 0, false],
  ])('%s is worth sending: %#', (_, writtenAgo, requestedAgo, expected) => {
    const times = { writtenAt: before(writtenAgo), requestedAt: before(requestedAgo) };
    expect(isWorthSending(times, NOW)).toBe(expected);
    expect(canBeMarked(times.writtenAt, NOW)).toBe(writtenAgo < 30 * 24 * HOUR);
  });

  it.each([
    [1, 5_000],
    [2, 10_000],
    [3, 20_000],
    [10, 2_560_000],
    [11, HOUR],
    [100, HOUR],
  ])('is tried again after %i failures in %i ms', (tries, milliseconds) => {
    expect(nextTry(tries, NOW).getTime() - NOW.getTime()).toBe(milliseconds);
  });

  const refused = (code: number) =>
    ({ kind: 'refused', httpStatus: 400, error: { code, title: 'Слова', message: 'Слова' } }) as const;

  it.each([
    ['taken', { kind: 'marked' }, 'done', {}],
    ['unanswered', { kind: 'failed', reason: 'ECONNRESET' }, 'again', { reason: 'ECONNRESET' }],
    ['throttled', refused(130429), 'again', { code: 130429 }],
    ['refused for a while', refused(131016), 'again', { code: 131016 }],
    ['refused for its token', refused(190), 'again', { code: 190 }],
    ['refused for good', refused(131009), 'never', { code: 131009 }],
    ['refused for an unknown reason', refused(999_999), 'never', { code: 999_999 }],
  ] as const)('that was %s', (_, outcome, expected, told) => {
    expect(judgeMark(outcome)).toBe(expected);
    expect(tellMark(outcome)).toEqual(told);
  });
});
