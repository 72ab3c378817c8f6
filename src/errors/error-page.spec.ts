import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { explain, type ErrorExplanation, listExplanations } from './error-book.js';
import { ERROR_PAGE_POLICY, errorListPage, errorPage, escapeHtml } from './error-page.js';

function known(code: string): ErrorExplanation {
  const found = explain(code);
  if (found === undefined) throw new Error(`nothing is known of ${code}`);
  return found;
}

const POISON = `<script>alert("1")</script>&'`;
const both = (text: string): { en: string; ru: string } => ({ en: text, ru: text });
const POISONED: ErrorExplanation = {
  ...known('VALIDATION'),
  code: POISON,
  category: POISON,
  title: both(POISON),
  detail: both(POISON),
  action: both(`\`${POISON}\``),
};

describe('errorPage', () => {
  it('tells what happened and what to do, in the language asked for', () => {
    const english = errorPage(known('131047'), 'en');
    expect(english).toContain('<html lang="en">');
    expect(english).toContain('24-hour window closed');
    expect(english).toContain('Send a template, or wait for the customer to write.');
    expect(english).toContain('<a href="WINDOW_CLOSED"><code>WINDOW_CLOSED</code></a>');
    const russian = errorPage(known('131047'), 'ru');
    expect(russian).toContain('<html lang="ru">');
    expect(russian).toContain('Отправьте шаблон или дождитесь сообщения клиента.');
  });

  it('shows names between backticks as code', () => {
    expect(errorPage(known('VALIDATION'), 'en')).toContain('the fields that <code>errors</code> names');
  });

  it('writes nothing that a browser could take for markup', () => {
    for (const html of [errorPage(POISONED, 'en'), errorListPage([POISONED], 'ru')]) {
      expect(html).not.toContain('<script');
      expect(html).not.toMatch(/alert\("/);
      expect(html).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;');
    }
  });
});

describe('errorListPage', () => {
  it('leads to every code', () => {
    const html = errorListPage(listExplanations(), 'en');
    const links = [...html.matchAll(/href="errors\/([^"]+)"/g)].map(([, code = '']) => decodeURIComponent(code));
    expect(links).toEqual(listExplanations().map(({ code }) => code));
    expect(html.match(/<table>/g)).toHaveLength(2);
    expect(errorListPage(listExplanations('ours'), 'en').match(/<table>/g)).toHaveLength(1);
  });
});

describe('ERROR_PAGE_POLICY', () => {
  it('allows the style of the page by its hash, and nothing else', () => {
    const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(errorPage(known('INTERNAL'), 'en')) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(style).toContain('body');
    expect(ERROR_PAGE_POLICY).toContain(`style-src 'sha256-${hash}'`);
    expect(ERROR_PAGE_POLICY).toContain("default-src 'none'");
    expect(ERROR_PAGE_POLICY).not.toMatch(/script-src|unsafe/);
  });
});

describe('escapeHtml', () => {
  it.each([
    ['a & b', 'a &amp; b'],
    ['&lt;', '&amp;lt;'],
    [`<a href="x" title='y'>`, '&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;'],
    ['Привет', 'Привет'],
  ])('of %j is %j', (text, expected) => {
    expect(escapeHtml(text)).toBe(expected);
  });
});
