import { describe, expect, it } from '@jest/globals';
import { isNewPassword, isPassword } from './password.js';

describe('isPassword and isNewPassword', () => {
  it.each([
    ['empty', '', false, false],
    ['one character', 'x', true, false],
    ['8 characters', 'пароль-8', true, false],
    ['11 characters', 'x'.repeat(11), true, false],
    ['12 characters', 'x'.repeat(12), true, true],
    ['11 emoji of two code units each', '🔑'.repeat(11), true, false],
    ['12 emoji', '🔑'.repeat(12), true, true],
    ['spaces alone', ' '.repeat(12), true, true],
    ['a NUL inside', 'correct\u0000horse', true, true],
    ['1,024 bytes', 'x'.repeat(1024), true, true],
    ['1,025 bytes', 'x'.repeat(1025), false, false],
    ['1,026 bytes in 513 characters', 'я'.repeat(513), false, false],
    ['a half surrogate', 'correct horse \ud800', false, false],
  ])('%s', (_, text, signsIn, isNew) => {
    expect([isPassword(text), isNewPassword(text)]).toEqual([signsIn, isNew]);
  });
});
