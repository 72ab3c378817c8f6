import { describe, expect, it } from '@jest/globals';
import { foldText, searchKey, searchWords } from './search-text.js';

describe('foldText', () => {
  it.each([
    ['Заказ №12345', 'заказ no12345'],
    ['Ещё ЁЛКА', 'еще елка'],
    ['нови\u0306', 'новй'],
    ['а\u200bб\u202eв\ufeff', 'абв'],
    ['１２３ ﬁ', '123 fi'],
    ['Қазақ ҒҰЛ', 'қазақ ғұл'],
    ['STRASSE', 'strasse'],
    ['', ''],
  ])('of %j is %j', (text, expected) => {
    expect(foldText(text)).toBe(expected);
  });
});

describe('searchKey', () => {
  it('has one ASCII symbol for each character', () => {
    const key = searchKey('заказ 12-ab, қазақ 🎈 漢');
    expect(key).toMatch(/^[a-z0-9]{5} 12 ab  [a-z0-9]{5} [a-z0-9] [a-z0-9]$/);
  });

  it('tells the letters of Russian apart', () => {
    const letters = 'абвгдежзийклмнопрстуфхцчшщъыьэюя';
    expect(new Set(searchKey(letters)).size).toBe(32);
  });

  it('of a fragment occurs in that of the text', () => {
    const text = foldText('Здравствуйте! Мой заказ #12345-Б, әже 👩‍💻 50%_off\\n');
    for (let start = 0; start < text.length; start += 1) {
      for (let end = start + 1; end <= text.length; end += 1) {
        const fragment = text.slice(start, end);
        if (fragment.isWellFormed()) expect(searchKey(text)).toContain(searchKey(fragment));
      }
    }
  });
});

describe('searchWords', () => {
  it.each([
    ['12345', ['12345'], ['%12345%']],
    [' Заказ  12345 ', ['заказ', '12345'], [`%${searchKey('заказ')}%`, '%12345%']],
    ['да', ['да'], []],
    ['да да ДА', ['да'], []],
    ['№ 7', ['no', '7'], []],
    ['100% a_b \\', ['100%', 'a_b', '\\'], ['%100%']],
    ['one twotwo three fourfour', ['one', 'twotwo', 'three', 'fourfour'], ['%fourfour%', '%twotwo%', '%three%']],
  ])('of %j', (query, words, keys) => {
    expect(searchWords(query)).toEqual({ words, keys });
  });

  it.each(['', ' ', 'a', ' a ', 'ё', '\u200b\u200b\u200b', 'a\u200b'])('has nothing to look for in %j', (query) => {
    expect(searchWords(query)).toBeUndefined();
  });
});
