import { describe, expect, it } from '@jest/globals';
import { retryRefusal, type RetryFacts } from './hand-rules.js';
import { MESSAGE_STATUSES } from './message.js';
import type { StoredFailure } from './message-error.js';

const FAILED_AT = new Date('2026-03-01T12:00:00.000Z');
const after = (milliseconds: number): Date => new Date(FAILED_AT.getTime() + milliseconds);
const DAY = 24 * 60 * 60 * 1000;

function failure(code: number | null): StoredFailure {
  return { code, subcode: null, title: null, details: null, fbtraceId: null };
}

function failed(given: Partial<RetryFacts> = {}): RetryFacts {
  return {
    direction: 'out',
    status: 'failed',
    attempts: 1,
    isUncertain: false,
    error: failure(131026),
    failedAt: FAILED_AT,
    ...given,
  };
}

describe('retryRefusal', () => {
  it.each<[string, Partial<RetryFacts>, boolean, Date, RegExp | undefined]>([
    ['lets a failed message go again', {}, false, after(0), undefined],
    ['refuses the customer’s own', { direction: 'in', attempts: 0 }, true, after(0), /outgoing/],
    ['refuses what the phone app sent, which we have no attempt of', { attempts: 0 }, true, after(0), /outgoing/],
    ['asks about a duplicate where the outcome is unknown', { isUncertain: true }, false, after(0), /acceptDuplicate/],
    ['lets it go where the duplicate is accepted', { isUncertain: true }, true, after(0), undefined],
    ['never lets go to one who opted out', { error: failure(131050) }, true, after(30 * DAY), /does not want/],
    ['holds marketing back for a day', { error: failure(131049) }, true, after(DAY - 1), /2026-03-02T12:00:00.000Z/],
    ['lets marketing go after a day', { error: failure(131049) }, false, after(DAY), undefined],
    ['needs no reason', { error: null, failedAt: null }, false, after(0), undefined],
  ])('%s', (_, given, acceptDuplicate, now, sentence) => {
    const refusal = retryRefusal(failed(given), acceptDuplicate, now);
    if (sentence === undefined) expect(refusal).toBeUndefined();
    else expect(refusal).toMatchObject({ code: 'MESSAGE_STATE', message: expect.stringMatching(sentence) });
  });

  it('refuses every status but failed', () => {
    const others = MESSAGE_STATUSES.filter((status) => status !== 'failed');
    expect(others.map((status) => retryRefusal(failed({ status }), true, FAILED_AT)?.code)).toEqual(
      others.map(() => 'MESSAGE_STATE'),
    );
  });
});
