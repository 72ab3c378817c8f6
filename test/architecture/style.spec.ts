import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { isTestFile, parse, readSources, ROOT } from './source-files.js';
import { findLongParameterLists, findLooseEnds, findSuppressions, findWrongNames } from './style-rules.js';

const MAX_LINES = 300;
const MAX_SUPPRESSIONS = 5;

// What is generated is nobody's to read.
const CLIENT = readSources('client/src').filter(({ path }) => !path.endsWith('.d.ts'));
const ALL = [...readSources('src'), ...CLIENT, ...readSources('migrations'), ...readSources('test')];
const PRODUCT = ALL.filter(({ path }) => !isTestFile(path));

describe('files', () => {
  it('stay short enough to be read at once', () => {
    const lengths = ALL.map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }));
    expect(lengths.filter(({ lines }) => lines > MAX_LINES)).toEqual([]);
  });

  it('have names in kebab-case', () => {
    expect(ALL.flatMap(findWrongNames)).toEqual([]);
    expect(
      ['src/a/aB.ts', 'src/a/A.ts', 'src/a_b.ts'].filter((path) => findWrongNames(parse(path, '')).length === 0),
    ).toEqual([]);
  });
});

describe('functions', () => {
  it('take at most 4 parameters, handlers 5, constructors 6', () => {
    expect(PRODUCT.flatMap(findLongParameterLists)).toEqual([]);
  });

  it.each([
    'function f(a, b, c, d, e) {}',
    'const f = (a, b, c, d, e) => 1;',
    'class A { f(a, b, c, d, e) {} }',
    'class A { f(@B() a, @B() b, @B() c, @B() d, @B() e, @B() f) {} }',
    'class A { constructor(a, b, c, d, e, f, g) {} }',
  ])('have too many in: %s', (text) => {
    expect(findLongParameterLists(parse('src/x.ts', text))).toHaveLength(1);
  });

  it.each([
    'function f(a, b, c, d) {}',
    'class A { f(@B() a, @B() b, @B() c, @B() d, @B() e) {} }',
    'class A { constructor(a, b, c, d, e, f) {} }',
  ])('have not too many in: %s', (text) => {
    expect(findLongParameterLists(parse('src/x.ts', text))).toEqual([]);
  });
});

describe('checks', () => {
  it('are not evaded', () => {
    expect(PRODUCT.flatMap(findLooseEnds)).toEqual([]);
  });

  it.each([
    'let a: any;',
    'const a = b as unknown as C;',
    'const a = b!.c;',
    'forwardRef(() => A);',
    `console.log('a');`,
  ])('are evaded by: %s', (text) => {
    expect(findLooseEnds(parse('src/x.ts', text))).toHaveLength(1);
  });

  it('are switched off in few places, each with its reason', () => {
    const tools = ['jest.config.js', 'test/support/reporter.js', 'test/support/ts-loader.mjs'].map((path) => ({
      path,
      text: readFileSync(join(ROOT, path), 'utf8'),
    }));
    // This folder holds the words it looks for.
    const suppressions = [...ALL, ...tools]
      .filter(({ path }) => !path.startsWith('test/architecture/'))
      .flatMap(findSuppressions);
    expect(suppressions.filter(({ hasReason }) => !hasReason)).toEqual([]);
    expect(suppressions.length).toBeLessThanOrEqual(MAX_SUPPRESSIONS);
  });

  it.each([
    ['// eslint-disable-next-line no-control-regex', false],
    ['// oxlint-disable-next-line no-control-regex -- a reason', true],
    ['// @ts-expect-error', false],
    ['// The types forget this.\n// @ts-expect-error', true],
  ])('%j is explained: %s', (text, hasReason) => {
    expect(findSuppressions({ path: 'src/x.ts', text })).toMatchObject([{ hasReason }]);
  });
});
