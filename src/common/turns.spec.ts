import { describe, expect, it } from '@jest/globals';
import { Turns } from './turns.js';

/** Work that ends when it is told to. */
function job(log: string[], name: string): { work: () => Promise<string>; end: () => void; fail: () => void } {
  const done = Promise.withResolvers<string>();
  return {
    work: () => {
      log.push(name);
      return done.promise;
    },
    end: () => done.resolve(name),
    fail: () => done.reject(new Error(name)),
  };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('Turns', () => {
  it('lets work of one key go one after the other, also after one that failed, and other keys meanwhile', async () => {
    const log: string[] = [];
    const turns = new Turns(10);
    const [a, b, c, other] = [job(log, 'a'), job(log, 'b'), job(log, 'c'), job(log, 'other')];
    const results = [turns.run(1, a.work), turns.run(1, b.work), turns.run(1, c.work), turns.run(2, other.work)];
    const outcome = Promise.allSettled(results);
    await settled();
    expect(log).toEqual(['a', 'other']);
    a.fail();
    await settled();
    expect(log).toEqual(['a', 'other', 'b']);
    for (const { end } of [b, c, other]) end();
    expect((await outcome).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
    expect(log).toEqual(['a', 'other', 'b', 'c']);
  });

  it('lets so many wait and refuses the next, until one is done', async () => {
    const log: string[] = [];
    const turns = new Turns(1);
    const [a, b, d] = [job(log, 'a'), job(log, 'b'), job(log, 'd')];
    const first = turns.run('k', a.work);
    const second = turns.run('k', b.work);
    await expect(turns.run('k', job(log, 'c').work)).rejects.toMatchObject({ code: 'OVERLOADED' });
    a.end();
    await first;
    const third = turns.run('k', d.work);
    b.end();
    d.end();
    await expect(Promise.all([second, third])).resolves.toEqual(['b', 'd']);
    expect(log).toEqual(['a', 'b', 'd']);
  });
});
