import { createHash } from 'node:crypto';
import { ErrorFault } from '../common/errors/error-entry.js';
import { Language, LocalizedText } from '../common/errors/localized-text.js';
import { ErrorExplanation, ErrorSource } from './error-book.js';

const STYLE = `
body { margin: 0 auto; max-width: 60rem; padding: 2rem 1rem; font: 1rem/1.5 system-ui, sans-serif; color: #1c2b33; background: #fff; }
h1 { font-size: 1.5rem; }
h2 { margin-top: 2.5rem; font-size: 1.1rem; }
.action { border-left: .25rem solid #1a7f5a; padding: .25rem 1rem; }
code { font: .9em ui-monospace, monospace; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.5rem; }
dt { color: #5b6b73; }
dd { margin: 0; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; vertical-align: top; padding: .4rem .8rem .4rem 0; border-top: 1px solid #dde3e6; }
a { color: #0b6bcb; }
@media (prefers-color-scheme: dark) {
  body { color: #e4eaed; background: #12191d; }
  dt { color: #9aa9b1; }
  td, th { border-color: #2b373d; }
  a { color: #6db3f8; }
}
`;

/** No script, no request, nothing but the style above: whatever slipped into the page could do nothing. */
export const ERROR_PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const WORDS = {
  list: { en: 'Error codes', ru: 'Коды ошибок' },
  action: { en: 'What to do', ru: 'Что делать' },
  category: { en: 'Kind', ru: 'Вид' },
  fault: { en: 'Who can change it', ru: 'Кто может это исправить' },
  retry: { en: 'Goes through later by itself', ru: 'Пройдёт позже само' },
  retryRequest: { en: 'The same request may succeed later', ru: 'Тот же запрос может пройти позже' },
  yes: { en: 'yes', ru: 'да' },
  no: { en: 'no', ru: 'нет' },
  status: { en: 'HTTP status', ru: 'Статус HTTP' },
  answer: { en: 'Our code for it', ru: 'Наш код' },
  code: { en: 'Code', ru: 'Код' },
  meaning: { en: 'Meaning', ru: 'Значение' },
} as const satisfies Record<string, LocalizedText>;

const SOURCES: Record<ErrorSource, LocalizedText> = {
  ours: { en: 'Codes of this API', ru: 'Коды этого API' },
  meta: { en: 'Codes of WhatsApp (Meta)', ru: 'Коды WhatsApp (Meta)' },
};

const FAULTS: Record<ErrorFault, LocalizedText> = {
  client: { en: 'the program that calls this API', ru: 'программа, которая вызывает этот API' },
  operator: { en: 'the operator', ru: 'оператор' },
  admin: { en: 'an administrator', ru: 'администратор' },
  customer: { en: 'the customer', ru: 'клиент' },
  us: { en: 'this server', ru: 'этот сервер' },
  meta: { en: 'WhatsApp', ru: 'WhatsApp' },
};

/** The page of one code, where `type` of an error body leads. */
export function errorPage(error: ErrorExplanation, language: Language): string {
  const { code, source, category, fault, retryable, status, ourCode, title, detail, action } = error;
  const facts: [LocalizedText, string][] = [
    [WORDS.category, codeOf(category)],
    [WORDS.fault, escapeHtml(FAULTS[fault][language])],
    [source === 'ours' ? WORDS.retryRequest : WORDS.retry, WORDS[retryable ? 'yes' : 'no'][language]],
    [WORDS.status, String(status)],
    ...(ourCode === null ? [] : [[WORDS.answer, linkTo(ourCode)] satisfies [LocalizedText, string]]),
  ];
  const list = facts.map(([name, value]) => `<dt>${name[language]}</dt><dd>${value}</dd>`).join('\n');
  return page(
    `${code}: ${title[language]}`,
    `<p><a href="../errors">${WORDS.list[language]}</a></p>
<h1>${codeOf(code)} ${sentence(title[language])}</h1>
<p>${sentence(detail[language])}</p>
<h2>${WORDS.action[language]}</h2>
<p class="action">${sentence(action[language])}</p>
<dl>
${list}
</dl>`,
    language,
  );
}

/** All codes, ours and Meta's under a heading of their own. */
export function errorListPage(errors: readonly ErrorExplanation[], language: Language): string {
  const tables = (['ours', 'meta'] as const).flatMap((source) => {
    const rows = errors.filter((error) => error.source === source);
    return rows.length === 0 ? [] : [table(source, rows, language)];
  });
  const heading = WORDS.list[language];
  return page(heading, `<h1>${heading}</h1>\n${tables.join('\n')}`, language);
}

function table(source: ErrorSource, errors: readonly ErrorExplanation[], language: Language): string {
  const rows = errors.map(
    ({ code, title, action }) =>
      `<tr><td>${linkTo(code, 'errors/')}</td><td>${sentence(title[language])}</td><td>${sentence(action[language])}</td></tr>`,
  );
  return `<h2>${SOURCES[source][language]}</h2>
<table>
<thead><tr><th>${WORDS.code[language]}</th><th>${WORDS.meaning[language]}</th><th>${WORDS.action[language]}</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>`;
}

function page(title: string, body: string, language: Language): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
${body}
</body>
</html>
`;
}

/** Links are relative, so that the pages also work behind a proxy that puts a path in front. */
function linkTo(code: string, folder = ''): string {
  return `<a href="${folder}${encodeURIComponent(code)}">${codeOf(code)}</a>`;
}

function codeOf(text: string): string {
  return `<code>${escapeHtml(text)}</code>`;
}

/** Words between backticks are code, as in Markdown. */
function sentence(text: string): string {
  return escapeHtml(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
