import { describe, expect, it } from '@jest/globals';
import { IdPipe, parseId } from './id.pipe.js';

describe('IdPipe', () => {
  it.each([
    ['1', 1],
    ['123', 123],
    ['2147483648', 2_147_483_648],
    ['9007199254740991', 9_007_199_254_740_991],
  ])('reads %s', (text, id) => {
    expect(new IdPipe().transform(text, { type: 'param', data: 'id' })).toBe(id);
  });

  it.each([
    '0x10',
    '1e3',
    '+1',
    ' 1',
    '1 ',
    '1.0',
    '00012',
    '-1',
    '0',
    'NaN',
    '１２',
    '1,2',
    '12abc',
    'true',
    '',
    '9007199254740992',
    '99999999999999999999',
    "1' OR '1'='1",
    '1;select pg_sleep(5)',
    '1\u0000',
    '6f1c2a9e-54c0-4d0e-9a8e-2f3b1f0c7d11',
  ])('refuses %p with 400 and the parameter’s name', (text) => {
    expect(() => new IdPipe().transform(text, { type: 'param', data: 'chatId' })).toThrow(
      expect.objectContaining({
        code: 'VALIDATION',
        status: 400,
        message: expect.stringMatching(/^chatId must be/),
      }),
    );
  });
});

describe('parseId', () => {
  it('takes text alone', () => {
    expect(parseId(12)).toBeUndefined();
    expect(parseId(['12'])).toBeUndefined();
    expect(parseId(undefined)).toBeUndefined();
  });
});
