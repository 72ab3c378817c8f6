import { describe, expect, it } from '@jest/globals';
import { Era } from './era.js';
import type { SignedOutError } from './problem.js';

describe('Era', () => {
  it('tells of its end once, also who asks later, but nobody who wants to hear no more', () => {
    const era = new Era(5);
    const heard: [string, SignedOutError][] = [];
    era.onEnd((error) => heard.push(['first', error]));
    era.onEnd((error) => heard.push(['gone', error]))();
    expect(() => era.check()).not.toThrow();
    era.end(undefined);
    era.onEnd((error) => heard.push(['late', error]));
    expect(heard).toEqual([
      ['first', era.ended],
      ['late', era.ended],
    ]);
    expect(() => era.check()).toThrow(era.ended);
  });
});
