import { describe, expect, it } from '@jest/globals';
import { canonicalEmail, isLoginEmail } from './email.js';

describe('canonicalEmail', () => {
  it.each([
    ['operator@example.com', 'operator@example.com'],
    ['Operator@EXAMPLE.com', 'operator@example.com'],
    ['anna+shop@example.com', 'anna+shop@example.com'],
    ["o'brien@example.com", "o'brien@example.com"],
    ['анна@пример.рф', 'анна@xn--e1afmkfd.xn--p1ai'],
    ['anna@ПРИМЕР.рф', 'anna@xn--e1afmkfd.xn--p1ai'],
    ['anna@xn--e1afmkfd.xn--p1ai', 'anna@xn--e1afmkfd.xn--p1ai'],
    ['rene\u0301@example.com', 'ren\u00e9@example.com'],
    ['admin@localhost', 'admin@localhost'],
  ])('turns %j into %j', (text, expected) => {
    expect(canonicalEmail(text)).toBe(expected);
  });

  it.each([
    '',
    '@',
    'anna',
    'anna@',
    '@example.com',
    ' anna@example.com',
    'anna@example.com ',
    'an na@example.com',
    'anna@exam ple.com',
    'anna@example.com\n',
    'an\u0000na@example.com',
    'a\u200bnna@example.com',
    'anna@@example.com',
    '.anna@example.com',
    'an..na@example.com',
    'anna@-example.com',
    'anna@example..com',
    'anna@.example.com',
    'anna@example.com.',
    'anna@exa%6dple.com',
    'anna@[127.0.0.1]',
    'anna@example.com:25',
    '"a b"@example.com',
    '\ud800@example.com',
    "' OR '1'='1",
    `${'a'.repeat(65)}@example.com`,
    `${'a'.repeat(60)}@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(60)}`,
  ])('refuses %j', (text) => {
    expect(canonicalEmail(text)).toBeUndefined();
  });

  it('is its own canonical form', () => {
    for (const text of ['A+b@Пример.РФ', 'Rene\u0301@Example.com']) {
      const once = canonicalEmail(text) ?? '';
      expect(canonicalEmail(once)).toBe(once);
    }
  });
});

describe('isLoginEmail', () => {
  it.each([
    ['operator@example.com', true],
    ['OPERATOR@example.com', true],
    ["' OR '1'='1' --", true],
    ["admin@example.com' OR 1=1 --", true],
    ['*)(uid=*))(|(uid=*', true],
    ['nobody', true],
    ['', false],
    [' operator@example.com', false],
    ['operator@example.com ', false],
    ['oper ator@example.com', false],
    [`${'a'.repeat(300)}@example.com`, false],
    ['\ud800', false],
    ['nobody\u0000', false],
  ])('%j is fit for a sign-in: %s', (text, expected) => {
    expect(isLoginEmail(text)).toBe(expected);
  });
});
