import { describe, expect, it } from '@jest/globals';
import { labelName } from './label-name.js';

describe('labelName', () => {
  it.each([
    ['VIP', 'VIP'],
    ['  Ждёт   оплату\n', 'Ждёт оплату'],
    ['новыи\u0306', 'новый'],
    ['\u00a0срочно\t!', 'срочно !'],
  ])('of %j is %j', (text, expected) => {
    expect(labelName(text)).toBe(expected);
  });
});
