import { describe, expect, it } from '@jest/globals';
import { FrameBudget, MAX_FRAMES_PER_SECOND } from './frame-budget.js';

describe('FrameBudget', () => {
  it('allows so many frames in a second, and as many in the next', () => {
    let now = 0;
    const budget = new FrameBudget(() => now);
    const take = (times: number): boolean[] => Array.from({ length: times }, () => budget.take());
    expect(take(MAX_FRAMES_PER_SECOND)).not.toContain(false);
    now = 999;
    expect(budget.take()).toBe(false);
    now = 1_000;
    expect(take(MAX_FRAMES_PER_SECOND)).not.toContain(false);
    expect(budget.take()).toBe(false);
  });
});
