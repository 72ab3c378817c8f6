import { describe, expect, it } from '@jest/globals';
import { lookAgainAt, nextAllowedAt, takeFromPair, tightenPair } from './pair-limit.js';

const AT = Date.parse('2025-12-09T12:00:00.000Z');
const at = (seconds: number): Date => new Date(AT + seconds * 1000);

/** Sends as fast as it may from second 0 on, and gives the second at which each message left. */
function sendAsFastAsPossible(count: number): number[] {
  let tat: Date | null = null;
  const seconds: number[] = [];
  for (let now = at(0); seconds.length < count;) {
    const taken: Date | null = takeFromPair(tat, now);
    if (taken === null) {
      now = nextAllowedAt(tat);
    } else {
      tat = taken;
      seconds.push((now.getTime() - AT) / 1000);
    }
  }
  return seconds;
}

describe('takeFromPair', () => {
  it('lets 45 go at once and then one every 6 seconds', () => {
    const seconds = sendAsFastAsPossible(50);
    expect(seconds.slice(0, 45)).toEqual(Array.from({ length: 45 }, () => 0));
    expect(seconds.slice(45)).toEqual([6, 12, 18, 24, 30]);
  });

  it('never lets more than 45 and one per 6 seconds into any stretch of time', () => {
    const seconds = sendAsFastAsPossible(200);
    seconds.forEach((from, index) => {
      const within = seconds.slice(index).filter((second) => second < from + 60).length;
      expect(within).toBeLessThanOrEqual(45 + 10);
    });
  });

  it('gives the burst back after a quiet time', () => {
    const tat = takeFromPair(null, at(0));
    expect(takeFromPair(tat, at(1000))).toEqual(at(1006));
  });
});

describe('lookAgainAt', () => {
  it('leaves the first message of a burst a second to arrive', () => {
    expect(lookAgainAt(at(264 + 6))).toEqual(at(7));
  });
});

describe('tightenPair', () => {
  it('lets nothing leave before the time Meta asked for, and one message then', () => {
    const tat = tightenPair(null, at(16));
    expect(takeFromPair(tat, at(15))).toBeNull();
    const after = takeFromPair(tat, at(16));
    expect(after).not.toBeNull();
    expect(takeFromPair(after, at(16))).toBeNull();
  });

  it('never loosens', () => {
    expect(tightenPair(at(10_000), at(1))).toEqual(at(10_000));
  });
});
