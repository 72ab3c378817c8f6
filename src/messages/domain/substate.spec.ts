import { describe, expect, it } from '@jest/globals';
import { ATTEMPT_STATES, type AttemptState, MESSAGE_STATUSES } from './message.js';
import { nextAttemptAt, type PendingFacts, substateOf } from './substate.js';

const AT = new Date('2025-12-09T12:34:56.000Z');
const LATER = new Date('2025-12-09T12:35:56.000Z');

function pending(given: Partial<PendingFacts> = {}): PendingFacts {
  return { status: 'pending', attemptState: 'queued', attemptAt: AT, nextAt: AT, ...given };
}

describe('substateOf', () => {
  it.each([
    ['queued', AT, AT, 'queued'],
    ['queued', LATER, AT, 'queued'],
    ['queued', AT, null, 'queued'],
    ['queued', AT, LATER, 'throttled'],
    ['posting', AT, null, 'queued'],
    ['uncertain', AT, null, 'uncertain'],
    [null, null, null, null],
  ] as [AttemptState | null, Date | null, Date | null, string | null][])(
    'of a pending message whose newest attempt is %s, entered at %s and due at %s, is %s',
    (attemptState, attemptAt, nextAt, expected) => {
      expect(substateOf(pending({ attemptState, attemptAt, nextAt }))).toBe(expected);
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
  });

  it('is not told where it waits its turn or is under way', () => {
    expect(nextAttemptAt(pending())).toBeNull();
    expect(nextAttemptAt(pending({ attemptState: 'posting', nextAt: null }))).toBeNull();
  });
});
