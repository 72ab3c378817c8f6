import { describe, expect, it } from '@jest/globals';
import { ATTEMPT_STATES, MESSAGE_STATUSES } from './message.js';
import { substateOf } from './substate.js';

describe('substateOf', () => {
  it.each([
    ['queued', 'queued'],
    ['posting', 'queued'],
    ['uncertain', 'uncertain'],
    ['accepted', null],
    ['refused', null],
    [null, null],
  ] as const)('of a pending message whose newest attempt is %s is %s', (state, expected) => {
    expect(substateOf('pending', state)).toBe(expected);
  });

  it('is none for every other status', () => {
    const others = MESSAGE_STATUSES.filter((status) => status !== 'pending');
    expect(
      others.flatMap((status) => ATTEMPT_STATES.map((state) => substateOf(status, state))).filter(Boolean),
    ).toEqual([]);
  });
});
