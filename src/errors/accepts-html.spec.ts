import { describe, expect, it } from '@jest/globals';
import { acceptsHtml } from './accepts-html.js';

describe('acceptsHtml', () => {
  it.each([
    ['text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8', true],
    ['text/html', true],
    ['TEXT/HTML ; q=0.9', true],
    ['text/html, application/json', true],
    ['application/json;q=0.4, text/html;q=0.5', true],
    ['application/json, text/html', false],
    ['text/html;q=0.5, */*;q=0.8', false],
    ['text/html;q=0', false],
    ['application/json', false],
    ['application/problem+json', false],
    ['*/*', false],
    ['text/*', false],
    ['xtext/html', false],
    ['', false],
    [undefined, false],
  ])('of %j is %j', (accept, expected) => {
    expect(acceptsHtml(accept)).toBe(expected);
  });

  it('reads no more than 500 characters', () => {
    expect(acceptsHtml(`${' '.repeat(500)}text/html`)).toBe(false);
    expect(acceptsHtml(`text/html;${'q=1;'.repeat(1_000_000)}`)).toBe(false);
  });
});
