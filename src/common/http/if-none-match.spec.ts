import { describe, expect, it } from '@jest/globals';
import { isKnown } from './if-none-match.js';

const ETAG = '"mJ4x0WJ9yE1fT3kq8cVb2ZrN5hA"';

describe('isKnown', () => {
  it.each([
    ['the tag', ETAG],
    ['the tag, weakened', `W/${ETAG}`],
    ['a list with it', `"other", ${ETAG}`],
    ['a list of weak ones with it', `W/"other",W/${ETAG}`],
    ['a list beside tags with commas and stars', `"a,b", "*", ${ETAG}`],
    ['a list with empty places', ` ,, ${ETAG},`],
    ['whatever there is', '*'],
    ['whatever there is, with space', ' * '],
  ])('finds it in %s', (_, header) => {
    expect(isKnown(header, ETAG)).toBe(true);
  });

  it.each([
    ['nothing', undefined],
    ['an empty header', ''],
    ['another tag', '"other"'],
    ['it without its quotes', ETAG.slice(1, -1)],
    ['a part of it', `${ETAG.slice(0, 9)}"`],
    ['a star in a tag', '"*"'],
    ['a star in a list', '"other", *'],
    ['a quote that does not end', '"mJ4x0'],
    ['many quotes', '"'.repeat(8_001)],
  ])('does not find it in %s', (_, header) => {
    expect(isKnown(header, ETAG)).toBe(false);
  });
});
