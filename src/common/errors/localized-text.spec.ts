import { describe, expect, it } from '@jest/globals';
import { chooseLanguage } from './localized-text.js';

describe('chooseLanguage', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['ru', 'ru'],
    ['ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7', 'ru'],
    ['en-US,en;q=0.9,ru;q=0.8', 'en'],
    ['en;q=0.1, ru;q=0.9', 'ru'],
    ['kk, ru;q=0.5', 'ru'],
    ['ru;q=0', 'en'],
    ['ru;q=0.0, de', 'en'],
    ['RU', 'ru'],
    ['rug', 'en'],
    ['*', 'en'],
    [`${'a,'.repeat(5_000)}ru`, 'en'],
    [';;;q=,,', 'en'],
  ])('%p → %s', (header, language) => {
    expect(chooseLanguage(header)).toBe(language);
  });
});
