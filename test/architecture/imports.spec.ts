import { describe, expect, it } from '@jest/globals';
import {
  findCycle,
  findDefaultExports,
  findErasedClasses,
  findForbiddenImports,
  findPrivateImports,
  findTestImports,
  importGraph,
  type ImportTable,
  moduleOf,
  type PublicFiles,
} from './import-rules.js';
import { parse, readSources } from './source-files.js';

/** The house: a module imports lower layers only. What design says in an arrow, `←`, is a new line here. */
const TABLE: ImportTable = {
  layers: [
    ['common'],
    ['config'],
    ['database'],
    ['events', 'audit'],
    ['auth', 'waba-gateway'],
    ['channels'],
    ['chats'],
    ['templates', 'media'],
    ['messages'],
    // What operators do with chats: their answers show messages.
    ['desk'],
    ['webhook'],
    ['realtime'],
    ['integrations', 'doctor', 'retention', 'health', 'client-package', 'docs', 'errors'],
    ['app'],
  ],
  only: {
    // Everything that knows Meta, nothing that knows our database.
    'waba-gateway': ['common', 'config'],
    // Plays Meta: knowing the product it would repeat its mistakes.
    simulator: ['common', 'waba-gateway/protocol'],
  },
  free: ['sandbox'],
};

const PUBLIC: PublicFiles = {
  libraries: ['common', 'config', 'database'],
  patterns: [
    /\.(module|service|events|decorator|guard)$/,
    /^src\/[\w-]+\/domain\//,
    // Meta's words: payloads, limits, error codes.
    /^src\/waba-gateway\/(protocol\/|[\w-]+\.types$|error-catalogue$)/,
    // What REST answers and events carry alike.
    /^src\/(messages\/message|desk\/chats\/chat|desk\/templates\/template|realtime\/event)\.dto$/,
    // The typed map of every event, and their schemas.
    /^src\/(events\/event-types|realtime\/event-(document|examples))$/,
    // Tokens of injection that others are given: where files live (its health is asked), how they are fetched (the sandbox's hosts).
    /^src\/media\/(storage\/media-store|fetch\/media-fetcher)$/,
  ],
  // What the command line runs, and what the entries make of the document.
  forEntries: /\.command$|^src\/docs\//,
};

const SOURCES = readSources('src');
const MODULES = [...TABLE.layers.flat(), ...Object.keys(TABLE.only), ...TABLE.free];

describe('the import table', () => {
  it('knows every module', () => {
    expect([...new Set(SOURCES.map(({ path }) => moduleOf(path)))].filter((name) => !MODULES.includes(name))).toEqual(
      [],
    );
  });

  it('is kept', () => {
    expect(SOURCES.length).toBeGreaterThan(200);
    expect(findForbiddenImports(SOURCES, TABLE)).toEqual([]);
  });

  it.each([
    ['src/common/x.ts', '../config/app-config.js'],
    ['src/events/x.ts', '../audit/audit.service.js'],
    ['src/chats/x.ts', '../messages/messages.service.js'],
    ['src/waba-gateway/x.ts', '../database/transaction.js'],
    ['src/simulator/x.ts', '../waba-gateway/graph.types.js'],
    ['src/simulator/x.ts', '../auth/auth.service.js'],
    ['src/health/x.ts', '../app.module.js'],
    ['src/messages/x.ts', '../simulator/simulator.js'],
    ['src/app.ts', './simulator/simulator.js'],
    ['src/main.ts', './sandbox/start.js'],
    ['src/main.ts', './sandbox.js'],
  ])('does not let %s import %s', (path, target) => {
    expect(findForbiddenImports([parse(path, `import { x } from '${target}';`)], TABLE)).toHaveLength(1);
  });

  it.each([
    ['src/messages/x.ts', '../common/clock.js'],
    ['src/messages/send/x.ts', '../receipts.service.js'],
    ['src/simulator/x.ts', '../waba-gateway/protocol/limits.js'],
    ['src/sandbox.ts', './simulator/simulator.js'],
    ['src/sandbox/seed.ts', '../messages/message.entity.js'],
    ['src/main.ts', './app.js'],
  ])('lets %s import %s', (path, target) => {
    expect(findForbiddenImports([parse(path, `import { x } from '${target}';`)], TABLE)).toEqual([]);
  });
});

describe('what is public of a module', () => {
  it('is all the others use', () => {
    expect(findPrivateImports(SOURCES, PUBLIC, TABLE.free)).toEqual([]);
  });

  it.each([
    '../auth/user.repository.js',
    '../auth/user.entity.js',
    '../auth/auth.dto.js',
    '../channels/channels.controller.js',
    '../waba-gateway/graph-answer.js',
    '../auth/create-admin.command.js',
  ])('does not hold %s', (target) => {
    for (const line of [
      `import { x } from '${target}';`,
      `import type { x } from '${target}';`,
      `await import('${target}');`,
    ]) {
      expect(findPrivateImports([parse('src/messages/x.ts', line)], PUBLIC, TABLE.free)).toHaveLength(1);
    }
  });

  it('opens commands to the entries alone', () => {
    const entry = parse('src/cli.ts', `await import('./auth/create-admin.command.js');`);
    expect(findPrivateImports([entry], PUBLIC, TABLE.free)).toEqual([]);
  });

  it('leaves what tests have to the tests', () => {
    expect(findTestImports(SOURCES)).toEqual([]);
    const bad = `import { x } from '../simulator/testing/harness.js'; import { y } from './hosts.fixture.js';`;
    expect(findTestImports([parse('src/media/x.ts', bad)])).toHaveLength(2);
  });
});

describe('imports', () => {
  it('go in no circle, types included', () => {
    expect(findCycle(importGraph(SOURCES))).toBeUndefined();
    expect(findCycle(importGraph(SOURCES, moduleOf))).toBeUndefined();
  });

  it('are seen when they go in a circle', () => {
    const circle = [
      parse('src/a/a.ts', `import type { B } from '../b/b.js';`),
      parse('src/b/b.ts', `export { c } from './c.js';`),
      parse('src/b/c.ts', `import { a } from '../a/a.js';`),
    ];
    expect(findCycle(importGraph(circle))).toEqual(['src/a/a', 'src/b/b', 'src/b/c', 'src/a/a']);
    expect(findCycle(importGraph(circle, moduleOf))).toEqual(['a', 'b', 'a']);
  });

  it('find each thing where it is made: no barrels', () => {
    expect(SOURCES.filter(({ path }) => path.endsWith('/index.ts')).map(({ path }) => path)).toEqual([]);
  });

  it('name what they take: no default exports', () => {
    expect([...SOURCES, ...readSources('migrations')].flatMap(findDefaultExports)).toEqual([]);
    const bad = 'export default class A {}';
    expect(findDefaultExports(parse('src/a.ts', bad))).toEqual(['src/a.ts:1']);
    expect(findDefaultExports(parse('src/a.ts', 'const a = 1;\nexport default a;'))).toEqual(['src/a.ts:2']);
  });

  it('keep at run time what is injected or validated', () => {
    expect(SOURCES.flatMap(findErasedClasses)).toEqual([]);
  });

  it.each([
    `import type { A } from './a.service.js'; @Injectable() class B { constructor(private readonly a: A) {} }`,
    `import { type A } from './a.service.js'; @Controller('x') class B { constructor(a: A) {} }`,
    `import type { A } from './a.dto.js'; class B { @Post() make(@Body() dto: A) {} }`,
    `import type { A } from './a.dto.js'; class B { @Get() list(@Query() dto: A) {} }`,
  ])('are wrong as types in: %s', (text) => {
    expect(findErasedClasses(parse('src/b.ts', text))).toHaveLength(1);
  });

  it.each([
    `import { A } from './a.service.js'; @Injectable() class B { constructor(private readonly a: A) {} }`,
    `import type { A } from './a.js'; class B { constructor(private readonly a: A) {} }`,
    `import type { A } from './a.js'; @Injectable() class B { constructor(@Inject(A_TOKEN) private readonly a: A) {} }`,
    `import type { A } from './a.js'; class B { @Get() list(@CurrentUser() user: A) {} }`,
  ])('may be types in: %s', (text) => {
    expect(findErasedClasses(parse('src/b.ts', text))).toEqual([]);
  });
});
