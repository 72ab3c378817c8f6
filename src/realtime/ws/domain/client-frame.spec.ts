import { describe, expect, it } from '@jest/globals';
import { parseClientFrame } from './client-frame.js';

describe('parseClientFrame', () => {
  it.each([
    ['{"type":"hello"}', undefined, undefined],
    ['{"type":"hello","after":"NzQyLjA"}', 'NzQyLjA', undefined],
    ['{"after":"garbage of any kind","token":"a.b.c","type":"hello"}', 'garbage of any kind', 'a.b.c'],
  ])('reads %s', (text, after, token) => {
    expect(parseClientFrame(text)).toEqual({ type: 'hello', after, token });
  });

  it.each([
    ['', 'BAD_JSON'],
    ['hello', 'BAD_JSON'],
    ['{"type":"hello"} {}', 'BAD_JSON'],
    ['null', 'VALIDATION'],
    ['7', 'VALIDATION'],
    ['"hello"', 'VALIDATION'],
    ['["hello"]', 'VALIDATION'],
    ['[{"type":"hello"}]', 'VALIDATION'],
    ['{}', 'VALIDATION'],
    ['{"type":["hello"]}', 'VALIDATION'],
    ['{"type":"subscribe","chatId":"0x10"}', 'VALIDATION'],
    ['{"type":"hello","chatId":123}', 'VALIDATION'],
    ['{"type":"hello","after":null}', 'VALIDATION'],
    ['{"type":"hello","after":12}', 'VALIDATION'],
    ['{"type":"hello","token":{"toString":"x"}}', 'VALIDATION'],
    ['{"type":"hello","__proto__":{"token":"x"}}', 'VALIDATION'],
    ['{"__proto__":{"type":"hello"}}', 'VALIDATION'],
    ['{"type":"hello","constructor":"x"}', 'VALIDATION'],
    [`{"type":"hello","after":"${'a'.repeat(513)}"}`, 'VALIDATION'],
  ])('refuses %s', (text, code) => {
    expect(parseClientFrame(text)).toMatchObject({ code });
  });
});
