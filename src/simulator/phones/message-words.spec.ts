import { describe, it, expect } from '@jest/globals';
import { buttonsOf, wordsOf } from './message-words.js';

describe('wordsOf', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['text', { text: { body: 'a' } }, 'a'],
    ['image', { image: { id: '1', caption: 'Чек' } }, 'Чек'],
    ['image', { image: { id: '1' } }, ''],
    ['document', { document: { link: 'https://example.com/a.pdf', filename: 'a.pdf' } }, ''],
    ['location', { location: { latitude: 1, longitude: 2, name: 'Дом' } }, 'Дом'],
    ['location', { location: { latitude: 1, longitude: 2 } }, '1, 2'],
    ['contacts', { contacts: [{ name: { formatted_name: 'A' } }, { name: { formatted_name: 'B' } }] }, 'A, B'],
    ['contacts', {}, '[contacts]'],
    ['button', { button: { text: 'Да', payload: 'yes' } }, 'Да'],
    ['interactive', { interactive: { type: 'button', body: { text: 'Берёте?' } } }, 'Берёте?'],
    ['interactive', { interactive: { button_reply: { id: 'yes', title: 'Да' } } }, 'Да'],
    ['interactive', { interactive: {} }, '[interactive]'],
    ['order', { order: { text: 'Побыстрее' } }, 'Побыстрее'],
    ['unsupported', {}, '[unsupported]'],
    ['toString', {}, '[toString]'],
  ])('of %s %j is %j', (type, message, words) => {
    expect(wordsOf(type, message)).toBe(words);
  });
});

describe('buttonsOf', () => {
  it.each<[Record<string, unknown>, string[]]>([
    [{ interactive: { action: { buttons: [{ reply: { id: '1', title: 'Да' } }, {}] } } }, ['Да']],
    [{ interactive: { action: { button: 'Выбрать', sections: [] } } }, ['Выбрать']],
    [{ interactive: {} }, []],
  ])('of %j are %j', (message, buttons) => {
    expect(buttonsOf('interactive', message)).toEqual(buttons);
    expect(buttonsOf('text', message)).toEqual([]);
  });
});
