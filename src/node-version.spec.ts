import { describe, expect, it } from '@jest/globals';
import { nodeVersionProblem } from './node-version.js';

describe('nodeVersionProblem', () => {
  it.each(['24.9.0', '24.21.0', 'v26.1.0'])('has nothing against %s', (version) => {
    expect(nodeVersionProblem(version)).toBeUndefined();
  });

  it.each(['18.20.1', '20.20.2', '23.11.0', '24.8.0', 'nonsense'])(
    'says in one sentence what to do on %s',
    (version) => {
      expect(nodeVersionProblem(version)).toMatch(/^This needs Node\.js 24\.9 .*npm ci.*\.$/);
    },
  );
});
