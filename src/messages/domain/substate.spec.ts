import { describe, expect, it } from '@jest/globals';
import { ATTEMPT_STATES, type AttemptState, MESSAGE_STATUSES } from './message.js';
import { nextAttemptAt, type PendingFacts, substateOf } from './substate.js';

const AT = new Date('2025-12-09T12:34:56.000Z');
const LATER = new Date('2025-12-09T12:35:56.000Z');

function pending(given: Partial<PendingFacts> = {}): PendingFacts {
  return { status: 'pending', timestamp: AT, attemptState: 'queued', attempts: 1, nextAt: AT, ...given };
}

describe('substateOf', () => {
  it.each([
    ['queued', 1, AT, 'queued'],
    ['queued', 1, null, 'queued'],
    ['queued', 1, LATER, 'throttled'],
    ['queued', 2, AT, 'throttled'],
    ['posting', 1, null, 'queued'],
    ['posting', 2, null, 'queued'],
    ['uncertain', 1, null, 'uncertain'],
    [null, 0, null, null],
  ] as [AttemptState | null, number, Date | null, string | null][])(
    'of a pending message whose newest attempt is %s, number %i, due at %s, is %s',
    (attemptState, attempts, nextAt, expected) => {
      expect(substateOf(pending({ attemptState, attempts, nextAt }))).toBe(expected);
    },
  );

  it('is none for every other status', () => {
    const others = MESSAGE_STATUSES.filter((status) => status !== 'pending');
    const facts = others.flatMap((status) =>
      ATTEMPT_STATES.map((attemptState) => pending({ status, attemptState, nextAt: LATER })),
    );
    expect(facts.map(substateOf).filter((substate) => substate !== null)).toEqual([]);
  });
});

describe('nextAttemptAt', () => {
  it('is told where the message waits for a limit', () => {
    expect(nextAttemptAt(pending({ nextAt: LATER }))).toBe(LATER);
    expect(nextAttemptAt(pending({ attempts: 2, nextAt: LATER }))).toBe(LATER);
  });

  it('is not told where it waits its turn or is under way', () => {
    expect(nextAttemptAt(pending())).toBeNull();
    expect(nextAttemptAt(pending({ attemptState: 'posting', nextAt: null }))).toBeNull();
  });
});
