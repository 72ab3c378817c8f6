import { describe, expect, it } from '@jest/globals';
import { type FailedTry, nextTryAt } from './retry-schedule.js';

const NOW = new Date('2025-12-09T12:00:00.000Z');
const HOUR = 3_600_000;

function secondsUntil(given: Partial<FailedTry>): number | null {
  const next = nextTryAt({ policy: 'backoff', number: 1, writtenAt: NOW, now: NOW, random: 0.5, ...given });
  return next === null ? null : (next.getTime() - NOW.getTime()) / 1000;
}

describe('nextTryAt', () => {
  it.each([
    ['never', [null, null]],
    ['later', [null, null]],
    ['once', [1, null]],
    ['backoff', [1, 5, 30, 120, 600, null]],
    ['throttle', [1, 5, 30, 120, 600, 600, 600]],
    ['pair', [1, 4, 16, 64, 256, 1024, 1024]],
  ] as [FailedTry['policy'], (number | null)[]][])('with policy %s waits %j seconds', (policy, expected) => {
    expect(expected.map((_, index) => secondsUntil({ policy, number: index + 1 }))).toEqual(expected);
  });

  it('spreads the waits by a fifth', () => {
    expect([secondsUntil({ number: 3, random: 0 }), secondsUntil({ number: 3, random: 1 })]).toEqual([24, 36]);
  });

  it.each(['throttle', 'pair'] as const)('gives %s up a day after the message was written', (policy) => {
    expect(secondsUntil({ policy, writtenAt: new Date(NOW.getTime() - 24 * HOUR + 1) })).not.toBeNull();
    expect(secondsUntil({ policy, writtenAt: new Date(NOW.getTime() - 24 * HOUR) })).toBeNull();
  });
});
