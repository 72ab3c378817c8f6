import { describe, expect, it } from '@jest/globals';
import { cleanFilename, contentDisposition, safeFilename } from './filename.js';

const KEPT = [
  ['invoice.pdf', 'invoice.pdf'],
  ['Счёт № 5 (копия).pdf', 'Счёт № 5 (копия).pdf'],
  ['../../etc/passwd', 'passwd'],
  ['a/b', 'b'],
  ['a\\b', 'b'],
  ['C:\\Users\\x\\report.docx', 'report.docx'],
  ['/absolute.txt', 'absolute.txt'],
  ['..\\..\\x.pdf', 'x.pdf'],
  ['  spaced.pdf  ', 'spaced.pdf'],
  ['.env', '.env'],
  ['...', '...'],
  ["O'Brien.pdf", "O'Brien.pdf"],
  ['photo\u202egpj.exe', 'photogpj.exe'],
  ['\u2066a\u2069.pdf', 'a.pdf'],
  ['👨‍👩‍👧.png', '👨‍👩‍👧.png'],
  ['CON', '_CON'],
  ['nul.txt', '_nul.txt'],
  ['console.txt', 'console.txt'],
  ['a'.repeat(240), 'a'.repeat(240)],
  ['я'.repeat(120), 'я'.repeat(120)],
  [`${'d/'.repeat(500)}x`, 'x'],
];

const REFUSED = [
  '',
  ' ',
  '.',
  '..',
  '/',
  'a/',
  'a/..',
  'a\\.',
  '\u202e',
  'a"b.pdf',
  'a\rb.pdf',
  'a\nb.pdf',
  'a\r\nX-Injected: 1',
  'a\u0000.pdf',
  'a\u0000/b.pdf',
  'a\tb',
  'a\u007f',
  'a\u0085b',
  'a\u2028b',
  'a\u001b[31m',
  'a\ud800',
  'a'.repeat(241),
  'a'.repeat(300),
  'я'.repeat(121),
];

const HEADERS = [
  ['invoice.pdf', 'attachment; filename="invoice.pdf"'],
  ['two words.pdf', 'attachment; filename="two words.pdf"'],
  ['Счёт.pdf', `attachment; filename="____.pdf"; filename*=UTF-8''%D0%A1%D1%87%D1%91%D1%82.pdf`],
  [
    '"; filename=x.html\r\nX: y',
    `attachment; filename="_; filename=x.html__X: y"; filename*=UTF-8''%22%3B%20filename%3Dx.html__X%3A%20y`,
  ],
  ['100%.pdf', `attachment; filename="100_.pdf"; filename*=UTF-8''100%25.pdf`],
  ["é'(*).pdf", `attachment; filename="_'(*).pdf"; filename*=UTF-8''%C3%A9%27%28%2A%29.pdf`],
  ['../a\\b.pdf', 'attachment; filename=".._a_b.pdf"'],
  ['a\u202eb.pdf', 'attachment; filename="ab.pdf"'],
  ['😀.png', `attachment; filename="_.png"; filename*=UTF-8''%F0%9F%98%80.png`],
  ['a\ud800', `attachment; filename="a_"; filename*=UTF-8''a%EF%BF%BD`],
];

describe('safeFilename', () => {
  it.each(KEPT)('makes of %j the name %j', (name, safe) => {
    expect(safeFilename(name)).toBe(safe);
  });

  it.each(REFUSED)('refuses %j', (name) => {
    expect(safeFilename(name)).toBeNull();
  });
});

describe('contentDisposition', () => {
  it.each(HEADERS)('writes %j as %s (D14)', (name, header) => {
    expect(contentDisposition('attachment', name)).toBe(header);
  });

  it('says inline when asked', () => {
    expect(contentDisposition('inline', 'a.png')).toBe('inline; filename="a.png"');
  });

  it.each([...KEPT.flat(), ...REFUSED])('stays one line of printable ASCII for %j', (name) => {
    expect(contentDisposition('inline', name)).toMatch(
      /^inline; filename="[^"\\%\r\n]*"(; filename\*=UTF-8''[\w.!#$&+^`|~%-]*)?$/,
    );
    expect(contentDisposition('inline', name)).toMatch(/^[\x20-\x7e]+$/);
  });
});

describe('cleanFilename (D7)', () => {
  it.each([
    ['invoice.pdf', 'invoice.pdf'],
    ['счёт № 5.pdf', 'счёт № 5.pdf'],
    ['../../x', 'x'],
    ['C:\\windows\\x.exe', 'x.exe'],
    ['a\u0000b\r\nc".pdf', 'a_b__c_.pdf'],
    ['photo\u202Egpj.exe', 'photogpj.exe'],
    ['CON', '_CON'],
    ['CON.txt', '_CON.txt'],
    ['\ud800x', '\ufffdx'],
    ['..', null],
    ['/', null],
    ['', null],
    ['  ', null],
  ])('makes of %j %j', (name, clean) => {
    expect(cleanFilename(name)).toBe(clean);
  });

  it('cuts the stem of a long one and keeps its extension', () => {
    const name = cleanFilename(`${'ж'.repeat(300)}.pdf`) ?? '';
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(240);
    expect(name).toMatch(/^ж{100,}\.pdf$/);
    expect(cleanFilename('x'.repeat(4_000_000))).toHaveLength(239);
  });
});
