import { describe, expect, it } from '@jest/globals';
import { ATTEMPT_STATES, type AttemptState, MESSAGE_STATUSES } from './message.js';
import { nextAttemptAt, type PendingFacts, substateOf } from './substate.js';

const AT = new Date('2025-12-09T12:34:56.000Z');
const LATER = new Date('2025-12-09T12:35:56.000Z');

function pending(given: Partial<PendingFacts> = {}): PendingFacts {
  return {
    status: 'pending',
    attemptState: 'queued',
    attemptAt: AT,
    nextAt: AT,
    scheduledAt: null,
    seenAt: AT,
    ...given,
  };
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

  it.each([
    ['before its time', { attemptAt: LATER, seenAt: AT }, 'scheduled'],
    [
      'before its time, while the chat waits for something else',
      { attemptAt: LATER, seenAt: AT, nextAt: AT },
      'scheduled',
    ],
    ['at its time', { attemptAt: LATER, seenAt: LATER, nextAt: LATER }, 'queued'],
    ['behind a limit', { attemptAt: AT, seenAt: LATER, nextAt: LATER }, 'throttled'],
    ['under way', { attemptAt: LATER, seenAt: LATER, attemptState: 'posting', nextAt: null }, 'queued'],
    ['retried before its time', { attemptAt: AT, seenAt: AT, nextAt: AT }, 'queued'],
  ] as [string, Partial<PendingFacts>, string][])(
    'of a scheduled one %s is told from its attempt',
    (_, given, expected) => {
      expect(substateOf(pending({ scheduledAt: LATER, ...given }))).toBe(expected);
    },
  );

  it('is never scheduled where nobody scheduled it, also where another clock runs ahead of ours', () => {
    expect(substateOf(pending({ attemptAt: LATER, seenAt: AT }))).toBe('queued');
  });

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

  it('is told where the message waits for its time', () => {
    const facts = pending({ scheduledAt: LATER, attemptAt: LATER, nextAt: AT });
    expect([substateOf(facts), nextAttemptAt(facts)]).toEqual(['scheduled', LATER]);
  });

  it('is not told where it waits its turn or is under way', () => {
    expect(nextAttemptAt(pending())).toBeNull();
    expect(nextAttemptAt(pending({ attemptState: 'posting', nextAt: null }))).toBeNull();
  });
});
