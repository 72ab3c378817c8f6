import { afterEach, beforeEach, describe, it, expect, jest } from '@jest/globals';
import { FakeClock } from '../common/clock.js';
import { SchedulerService } from './scheduler.service.js';

let clock: FakeClock;
let scheduler: SchedulerService;
let done: string[];

beforeEach(() => {
  jest.useFakeTimers();
  clock = new FakeClock(new Date('2025-12-09T12:00:00.000Z'));
  scheduler = new SchedulerService(clock);
  done = [];
});
afterEach(() => {
  jest.useRealTimers();
});

function plan(name: string, delayMs: number, tag?: string): void {
  scheduler.after(delayMs, () => done.push(name), tag);
}

describe('SchedulerService', () => {
  it('runs what is due in order of its moments, then of its planning', () => {
    plan('third', 30);
    plan('first', 10);
    plan('also first', 10);
    plan('later', 1000);
    clock.advance(500);
    scheduler.runDue();
    expect(done).toEqual(['first', 'also first', 'third']);
  });

  it('never runs inside the caller, not even what is due at once', () => {
    plan('now', 0);
    expect(done).toEqual([]);
    jest.runOnlyPendingTimers();
    expect(done).toEqual(['now']);
  });

  it('notices within a second that somebody else moved the clock', () => {
    plan('in an hour', 3_600_000);
    jest.advanceTimersByTime(5000);
    expect(done).toEqual([]);
    clock.advance(3_600_000);
    jest.advanceTimersByTime(1000);
    expect(done).toEqual(['in an hour']);
  });

  it('hurries what carries a tag, and nothing else', () => {
    plan('a', 1000, 'mine');
    plan('b', 1000, 'yours');
    expect(scheduler.hurry('mine')).toBe(1);
    expect(done).toEqual(['a']);
  });

  it.each([
    ['a reset', (): void => scheduler.reset()],
    ['the end', (): void => scheduler.onModuleDestroy()],
  ])('forgets everything at %s', (_name, stop) => {
    plan('a', 1000);
    stop();
    expect(jest.getTimerCount()).toBe(0);
    clock.advance(1000);
    scheduler.runDue();
    expect(done).toEqual([]);
  });

  it('starts no timer once it is closed', () => {
    scheduler.onModuleDestroy();
    plan('late', 0);
    expect(jest.getTimerCount()).toBe(0);
  });
});
