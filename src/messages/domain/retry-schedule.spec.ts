import { describe, expect, it } from '@jest/globals';
import { currentRun, type FailedTry, nextTryAt, type PastTry } from './retry-schedule.js';

const NOW = new Date('2025-12-09T12:00:00.000Z');
const HOUR = 3_600_000;

function secondsUntil(given: Partial<FailedTry>): number | null {
  const next = nextTryAt({ policy: 'backoff', number: 1, since: NOW, now: NOW, random: 0.5, ...given });
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

  it.each(['throttle', 'pair'] as const)('gives %s up a day after the run began', (policy) => {
    expect(secondsUntil({ policy, since: new Date(NOW.getTime() - 24 * HOUR + 1) })).not.toBeNull();
    expect(secondsUntil({ policy, since: new Date(NOW.getTime() - 24 * HOUR) })).toBeNull();
  });
});

describe('currentRun', () => {
  const at = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000);
  const byItself = (minutes: number): PastTry => ({ createdAt: at(minutes - 1), nextAt: at(minutes) });
  const byHand = (minutes: number): PastTry => ({ createdAt: at(minutes), nextAt: null });

  it.each([
    ['the first try', [byHand(0)], 1, 0],
    ['tries that followed by themselves', [byHand(0), byItself(1), byItself(2)], 3, 0],
    ['a retry by an operator', [byHand(0), byItself(1), byHand(60)], 1, 60],
    ['what followed a retry', [byHand(0), byItself(1), byHand(60), byItself(61), byItself(62)], 3, 60],
    ['the last of several retries', [byHand(0), byHand(30), byHand(60), byItself(61)], 2, 60],
  ])('counts from %s', (_, tries, number, since) => {
    expect(currentRun(tries)).toEqual({ number, since: at(since) });
  });

  it('gives a retry after six tries six tries of its own', () => {
    const tries = [byHand(0), ...[1, 2, 3, 4, 5].map(byItself), byHand(60)];
    const made: number[] = [];
    for (let minute = 61; minute < 99; minute += 1) {
      const { number, since } = currentRun(tries);
      made.push(number);
      if (nextTryAt({ policy: 'backoff', number, since, now: at(minute), random: 0.5 }) === null) break;
      tries.push(byItself(minute));
    }
    expect(made).toEqual([1, 2, 3, 4, 5, 6]);
  });
});
