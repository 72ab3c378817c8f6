import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { startHostDeadline } from './host-deadline.js';

describe('startHostDeadline', () => {
  const onEnd = jest.fn();

  beforeEach(() => {
    jest.useFakeTimers();
    onEnd.mockClear();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('ends once, after the whole time', () => {
    startHostDeadline(10_000, onEnd);
    jest.advanceTimersByTime(9_999);
    expect(onEnd).not.toHaveBeenCalled();
    jest.advanceTimersByTime(60_000);
    expect(onEnd).toHaveBeenCalledTimes(1);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('never ends once it is stopped', () => {
    const stop = startHostDeadline(10_000, onEnd);
    jest.advanceTimersByTime(5_000);
    stop();
    jest.advanceTimersByTime(60_000);
    expect(onEnd).not.toHaveBeenCalled();
  });
});
