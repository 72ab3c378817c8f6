import { describe, it, expect } from '@jest/globals';
import { META_ERROR_ROWS, WINDOW_CLOSED_CODE, explainMetaError } from './error-catalogue.js';

describe('explainMetaError', () => {
  it.each<[number, number | undefined, string, string, boolean]>([
    [0, undefined, 'WABA_AUTH', 'never', false],
    [190, 463, 'WABA_AUTH', 'never', false],
    [3, undefined, 'WABA_AUTH', 'never', false],
    [10, undefined, 'WABA_AUTH', 'never', false],
    [104, undefined, 'WABA_AUTH', 'never', false],
    [200, undefined, 'WABA_AUTH', 'never', false],
    [219, undefined, 'WABA_AUTH', 'never', false],
    [299, undefined, 'WABA_AUTH', 'never', false],
    [368, undefined, 'WABA_AUTH', 'never', false],
    [131031, undefined, 'WABA_AUTH', 'never', false],
    [131005, undefined, 'WABA_AUTH', 'never', false],
    [33, undefined, 'WABA_AUTH', 'never', false],
    [100, 33, 'WABA_AUTH', 'never', false],
    [100, undefined, 'REJECTED', 'never', false],
    [100, 2494010, 'REJECTED', 'never', false],
    [133010, undefined, 'WABA_AUTH', 'never', false],
    [133016, undefined, 'WABA_AUTH', 'later', false],
    [4, undefined, 'UPSTREAM', 'throttle', true],
    [80007, undefined, 'UPSTREAM', 'throttle', true],
    [130429, undefined, 'UPSTREAM', 'throttle', true],
    [131056, undefined, 'UPSTREAM', 'pair', true],
    [131048, undefined, 'REJECTED', 'later', false],
    [131064, undefined, 'REJECTED', 'later', false],
    [1, undefined, 'UPSTREAM', 'once', true],
    [2, undefined, 'UPSTREAM', 'backoff', true],
    [131000, undefined, 'UPSTREAM', 'backoff', true],
    [131016, undefined, 'UPSTREAM', 'backoff', true],
    [133004, undefined, 'UPSTREAM', 'backoff', true],
    [131057, undefined, 'UPSTREAM', 'backoff', true],
    [2494100, undefined, 'UPSTREAM', 'backoff', true],
    [WINDOW_CLOSED_CODE, undefined, 'WINDOW_CLOSED', 'never', false],
    [131026, undefined, 'RECIPIENT', 'never', false],
    [131030, undefined, 'RECIPIENT', 'never', false],
    [131021, undefined, 'RECIPIENT', 'never', false],
    [130497, undefined, 'RECIPIENT', 'never', false],
    [130403, undefined, 'RECIPIENT', 'never', false],
    [131050, undefined, 'RECIPIENT', 'never', false],
    [131049, undefined, 'RECIPIENT', 'later', false],
    [131042, undefined, 'REJECTED', 'never', false],
    [131053, undefined, 'REJECTED', 'never', false],
    [132001, undefined, 'REJECTED', 'never', false],
    [2388999, undefined, 'REJECTED', 'never', false],
    [2593108, undefined, 'REJECTED', 'never', false],
  ])('explains %d/%s as %s, retried %s', (code, subcode, ourCode, retry, retryable) => {
    expect(explainMetaError(code, subcode)).toMatchObject({ code, ourCode, retry, retryable });
  });

  it.each(
    [
      '0 1 2 3 4 10 33 100 104 190 200 250 368 80007 130403 130429 130472 130497 131000 131005 131008 131009 131016',
      '131021 131026 131030 131031 131037 131042 131044 131045 131047 131048 131049 131050 131051 131052 131053 131055',
      '131056 131057 131060 131062 131063 131064 132000 132001 132005 132007 132008 132012 132015 132016 132018 132068',
      '132069 133000 133004 133005 133006 133008 133009 133010 133015 133016 134011 134100 134101 134102 135000 137000',
      '139100 139101 139102 139103 2388019 2388024 2388039 2388040 2388293 2388299 2388500 2494100 2593107 2593109',
    ]
      .join(' ')
      .split(' ')
      .map(Number),
  )('knows %d', (code) => {
    expect(explainMetaError(code).category).not.toBe('unknown');
  });

  it.each([-1, 5, 300, 131099, 139104, 2593110, 1.5, Number.NaN, Infinity])(
    'takes the unknown %d for final',
    (code) => {
      expect(explainMetaError(code, 33)).toMatchObject({ category: 'unknown', ourCode: 'REJECTED', retryable: false });
    },
  );

  it('has its own row for what is named inside a range', () => {
    expect(explainMetaError(2388024).title).not.toEqual(explainMetaError(2388500).title);
    expect(explainMetaError(200).title).not.toEqual(explainMetaError(201).title);
  });
});

describe('META_ERROR_ROWS', () => {
  it('names no code twice', () => {
    const specs = META_ERROR_ROWS.flatMap(({ codes }) => codes.map((spec) => JSON.stringify(spec)));
    expect(new Set(specs).size).toBe(specs.length);
  });

  it('speaks both languages everywhere', () => {
    for (const { title, action } of META_ERROR_ROWS) {
      expect([title.ru, action.ru].every((text) => /[а-я]/.test(text))).toBe(true);
      expect([title.en, action.en].every((text) => /^[\x20-\x7E]+$/.test(text))).toBe(true);
    }
  });
});
