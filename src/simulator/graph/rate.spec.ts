import { describe, it, expect } from '@jest/globals';
import { forceTurn, Rate, ratePerSecond, rateWithBurst, takeTurn } from './rate.js';

const PAIR = rateWithBurst(6000, 45);

/** How many of `count` messages at this moment get their turn, and the turn after them. */
function takeMany(turn: number | undefined, now: number, rate: Rate, count: number): { taken: number; turn: number } {
  let after = turn;
  let taken = 0;
  for (let i = 0; i < count; i++) {
    const next = takeTurn(after, now, rate);
    if (next === null) continue;
    after = next;
    taken += 1;
  }
  return { taken, turn: after ?? now };
}

describe('takeTurn', () => {
  it('lets 45 pass at once, then one every 6 seconds', () => {
    const { taken, turn } = takeMany(undefined, 0, PAIR, 100);
    expect(taken).toBe(45);
    expect(takeTurn(turn, 5999, PAIR)).toBeNull();
    expect(takeMany(turn, 6000, PAIR, 9).taken).toBe(1);
    expect(takeMany(turn, 60_000, PAIR, 99).taken).toBe(10);
  });

  it('takes two minutes to pay back a burst of 20', () => {
    const { turn } = takeMany(undefined, 0, PAIR, 20);
    expect(takeMany(turn, 120_000, PAIR, 99).taken).toBe(45);
    expect(takeMany(turn, 119_999, PAIR, 99).taken).toBe(44);
  });

  it.each([
    [80, 80],
    [1000, 1000],
    [3, 3],
    [7, 7],
    [1, 1],
    [0.001, 1],
  ])('lets %d a second pass: %d at once', (perSecond, expected) => {
    const rate = ratePerSecond(perSecond);
    const { taken, turn } = takeMany(undefined, 12_345.678, rate, 2000);
    expect(taken).toBe(expected);
    expect(takeMany(turn, 12_345.678 + rate.intervalMs, rate, 9).taken).toBe(1);
  });
});

describe('forceTurn', () => {
  it('counts what nobody could refuse, for one second at most', () => {
    const rate = ratePerSecond(80);
    let turn: number | undefined;
    for (let i = 0; i < 40; i++) turn = forceTurn(turn, 0, rate);
    expect(takeMany(turn, 0, rate, 99).taken).toBe(40);
    for (let i = 0; i < 10_000; i++) turn = forceTurn(turn, 0, rate);
    expect(takeMany(turn, 0, rate, 9).taken).toBe(0);
    expect(takeMany(turn, 1000, rate, 99).taken).toBeGreaterThanOrEqual(79);
  });
});
