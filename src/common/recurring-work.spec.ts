import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from './logger.js';
import { RecurringWork } from './recurring-work.js';

/** As the driver says it when nobody listens. */
const AWAY = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });

describe('RecurringWork', () => {
  const run = jest.fn<() => Promise<void>>();
  const failure = jest.fn();
  const warning = jest.fn();
  const logger = Object.assign(new Logger('silent'), { failure, warning });
  let ends: (() => void)[] = [];

  function make(away?: string): RecurringWork {
    return new RecurringWork({ everyMs: 1_000, run, logger, failure: 'it failed', ...(away && { away }) });
  }

  /** From now on a run lasts until the test ends it. */
  function holdRuns(): void {
    run.mockImplementation(
      () =>
        new Promise((resolve) => {
          ends.push(resolve);
        }),
    );
  }

  async function endRun(): Promise<void> {
    ends.shift()?.();
    await jest.advanceTimersByTimeAsync(0);
  }

  beforeEach(() => {
    jest.useFakeTimers();
    for (const mock of [run, failure, warning]) mock.mockReset();
    run.mockResolvedValue();
    ends = [];
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('runs every so often once it is started, and at once when it is woken', async () => {
    const work = make();
    await jest.advanceTimersByTimeAsync(5_000);
    expect(run).not.toHaveBeenCalled();
    work.start();
    await jest.advanceTimersByTimeAsync(2_000);
    expect(run).toHaveBeenCalledTimes(2);
    work.wake();
    expect(run).toHaveBeenCalledTimes(3);
    await work.stop();
  });

  it('runs once more, and not at the same time, however often it is woken meanwhile', async () => {
    holdRuns();
    const work = make();
    work.wake();
    work.wake();
    work.wake();
    expect(run).toHaveBeenCalledTimes(1);
    await endRun();
    expect(run).toHaveBeenCalledTimes(2);
    await endRun();
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('hears who calls in the moment in which a run ends', async () => {
    const work = make();
    run.mockImplementationOnce(
      async () => void Promise.resolve().then(() => Promise.resolve().then(() => work.wake())),
    );
    work.wake();
    await jest.advanceTimersByTimeAsync(0);
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('waits for the clock after a failure, even if it was woken meanwhile', async () => {
    const work = make();
    work.start();
    run.mockImplementationOnce(async () => {
      work.wake();
      throw new Error('broken');
    });
    work.wake();
    await jest.advanceTimersByTimeAsync(999);
    expect(run).toHaveBeenCalledTimes(1);
    expect(failure).toHaveBeenCalledWith('it failed', new Error('broken'));
    await jest.advanceTimersByTimeAsync(1);
    expect(run).toHaveBeenCalledTimes(2);
    await work.stop();
  });

  it('warns of a database that is away where it has words for that, and never calls it a failure', async () => {
    run.mockRejectedValue(AWAY);
    make().wake();
    await jest.advanceTimersByTimeAsync(0);
    expect(warning).not.toHaveBeenCalled();
    make('it waits').wake();
    await jest.advanceTimersByTimeAsync(0);
    expect(warning).toHaveBeenCalledWith('it waits');
    expect(failure).not.toHaveBeenCalled();
  });

  it('stops when the present run has ended, begins none after it and leaves no timer', async () => {
    holdRuns();
    const work = make();
    work.start();
    work.wake();
    work.wake();
    let isOver = false;
    const stopping = work.stop().then(() => (isOver = true));
    await jest.advanceTimersByTimeAsync(5_000);
    expect([isOver, work.isStopped]).toEqual([false, true]);
    await endRun();
    await stopping;
    work.wake();
    await jest.advanceTimersByTimeAsync(5_000);
    expect(run).toHaveBeenCalledTimes(1);
    expect(jest.getTimerCount()).toBe(0);
  });
});
