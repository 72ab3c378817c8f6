import { describe, expect, it } from '@jest/globals';
import { WorkLimit } from './work-limit.js';

function job(): { started: boolean; finish: () => void; work: () => Promise<string> } {
  const { promise, resolve } = Promise.withResolvers<string>();
  const state = { started: false, finish: () => resolve('done'), work: () => ((state.started = true), promise) };
  return state;
}

describe('WorkLimit', () => {
  it('runs as many as may at once and the others in their order', async () => {
    const limit = new WorkLimit(2, 2);
    const jobs = [job(), job(), job(), job()];
    const results = jobs.map(({ work }) => limit.run(work));
    await Promise.resolve();
    expect(jobs.map(({ started }) => started)).toEqual([true, true, false, false]);
    jobs[1]?.finish();
    await results[1];
    await Promise.resolve();
    expect(jobs.map(({ started }) => started)).toEqual([true, true, true, false]);
    for (const { finish } of jobs) finish();
    await expect(Promise.all(results)).resolves.toEqual(['done', 'done', 'done', 'done']);
  });

  it('refuses what finds the queue full, and takes work again afterwards', async () => {
    const limit = new WorkLimit(1, 1);
    const [first, second] = [job(), job()];
    const running = [limit.run(first.work), limit.run(second.work)];
    await expect(limit.run(async () => 'third')).rejects.toMatchObject({ code: 'OVERLOADED' });
    first.finish();
    second.finish();
    await Promise.all(running);
    await expect(limit.run(async () => 'fourth')).resolves.toBe('fourth');
  });

  it('gives the place free when work fails', async () => {
    const limit = new WorkLimit(1, 0);
    await expect(limit.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(limit.run(async () => 'next')).resolves.toBe('next');
  });
});
