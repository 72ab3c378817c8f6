import { describe, expect, it } from '@jest/globals';
import { firstDifferences } from './first-differences.js';

describe('firstDifferences', () => {
  it.each([
    ['nothing of equal texts', 'a\nb', 'a\nb', []],
    ['a changed line', 'a\nb', 'a\nc', ['2: - b', '2: + c']],
    ['a line that is gone', 'a\nb', 'a', ['2: - b']],
    ['a line that is new', '', 'a\nb', ['1: - ', '1: + a', '2: + b']],
    ['no more than asked for', 'a\nb\nc', 'x\ny\nz', ['1: - a', '1: + x', '2: - b', '2: + y']],
  ])('tells of %s', (_, expected, actual, differences) => {
    expect(firstDifferences(expected, actual, 2)).toEqual(differences);
  });
});
