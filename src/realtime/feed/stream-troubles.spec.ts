import { beforeEach, describe, expect, it } from '@jest/globals';
import { StreamTroubles } from './stream-troubles.js';

const AWAY = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
const BROKEN = new TypeError('x is not a function');

describe('what streams stumble over', () => {
  let now: number;
  let said: string[];
  let troubles: StreamTroubles;

  beforeEach(() => {
    now = 0;
    said = [];
    const logger = {
      warning: (message: string) => void said.push(`warning: ${message}`),
      failure: (message: string, thrown: unknown) => void said.push(`failure: ${message}: ${String(thrown)}`),
    };
    troubles = new StreamTroubles(logger, () => now);
  });

  it('is said once, however many come across it, and each kind by itself', () => {
    for (let count = 0; count < 1_000; count += 1) {
      troubles.report(AWAY);
      troubles.report(BROKEN);
    }
    expect(said).toEqual([
      'warning: the database is away; streams wait',
      'failure: the events could not be read: TypeError: x is not a function',
    ]);
  });

  it('is said again after a minute', () => {
    for (now = 0; now < 120_000; now += 1_000) troubles.report(AWAY);
    expect(said).toHaveLength(2);
  });
});
