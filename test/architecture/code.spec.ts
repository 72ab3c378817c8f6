import { describe, expect, it } from '@jest/globals';
import {
  findEnvironmentReads,
  findGlobalFetch,
  findPatchedSql,
  findSecretComparisons,
  findSynchronize,
  findUntestableReads,
} from './code-rules.js';
import { isTestFile, parse, readSources, type SourceFile } from './source-files.js';

const PRODUCT = readSources('src', 'client/src', 'migrations').filter(({ path }) => !isTestFile(path));

interface Rule {
  name: string;
  find: (file: SourceFile) => string[];
  /** Where it does not hold, each with its reason. */
  except: readonly RegExp[];
  bad: readonly string[];
  good: readonly string[];
}

const RULES: readonly Rule[] = [
  {
    name: 'the environment is read by the configuration alone',
    find: findEnvironmentReads,
    // Entries pass it in; TypeORM's own command line has no other way.
    except: [/^src\/config\//, /^src\/[\w-]+\.ts$/, /^src\/database\/typeorm-cli\.ts$/],
    bad: [
      'process.env.PORT',
      `process['env']`,
      'const { env } = process;',
      `import { env } from 'node:process';`,
      'f(process.env)',
    ],
    good: ['context.environment', 'process.pid', 'options.env', '// process.env'],
  },
  {
    name: 'time and chance come from outside',
    find: findUntestableReads,
    // What all others are given.
    except: [/^src\/common\/(?:clock|random)\.ts$/, /^client\/src\/platform\.ts$/],
    bad: ['Date.now()', 'new Date()', 'new Date', 'Date()', 'Math.random()'],
    good: ['new Date(0)', 'this.clock.now()', 'performance.now()', `'Date.now()'`],
  },
  {
    name: 'nobody calls the global fetch',
    find: findGlobalFetch,
    // A browser has no other.
    except: [/^client\/src\/platform\.ts$/],
    bad: ['fetch(url)', 'await globalThis.fetch(url)'],
    good: ['fetcher.fetch(url)', 'this.fetch(url)'],
  },
  {
    name: 'secrets are compared in constant time',
    find: findSecretComparisons,
    // A client has nobody's tokens but its own.
    except: [/^client\//],
    bad: ['given === secret', 'a.signature !== expected', 'token == this.verifyToken', 'digest !== given'],
    good: [
      'token === undefined',
      `secret === ''`,
      'a.passwordHash === b.passwordHash',
      'timingSafeEqual(a, b)',
      'a.id === b.id',
    ],
  },
  {
    name: 'values never stand inside the SQL',
    find: findPatchedSql,
    // Lists of statements, where nothing comes in from outside; names of tables and columns out of TypeORM's metadata.
    except: [/^migrations\//, /^src\/sandbox\/seed\/insert-rows\.ts$/],
    bad: [
      'db.query(`select ${id}`)',
      `db.query('select ' + id)`,
      'db.query(sql)',
      'function f(order) { return db.query(`select 1 order by ${order}`); }',
      'function f(x) { const a = x; return db.query(`select ${a}`); }',
      'function f(x) { let a = "b"; a = x; return db.query(`select ${a}`); }',
      'function f(x) { const [a] = x ? ["b", 1] : [x, 2]; return db.query(`select ${a}`); }',
      'function f(xs) { for (const a of xs) db.query(`select ${a}`); }',
      'db.query(canSee(`${id}`))',
    ],
    good: [
      'db.query(`select $1`, [id])',
      'db.query(`select ${COLUMNS} from x`)',
      'db.query(SELECT, [id])',
      "db.query(`select 1 where ${canSeeChat('chat', '$1')}`)",
      'db.query(`drop table ${escapeIdentifier(name)}`)',
      'function f(x) { const a = x ? "asc" : "desc"; return db.query(`select 1 order by b ${a}`); }',
      'function f(x) { const [a, b] = x ? ["b", x] : ["c", 2]; return db.query(`select ${a}`, [b]); }',
      'function f() { for (const a of ["b", "c"]) db.query(`select 1 from ${a}`); }',
      'class A { query(text: string) { return this.pool.query(text); } }',
    ],
  },
  {
    name: 'the schema changes by migrations alone',
    find: findSynchronize,
    except: [],
    bad: ['const a = { synchronize: true };', 'const a = { synchronize: isTest };', 'await dataSource.synchronize();'],
    good: ['const a = { synchronize: false };'],
  },
];

describe.each(RULES)('$name', ({ find, except, bad, good }) => {
  it('in the whole product', () => {
    expect(PRODUCT.filter(({ path }) => !except.some((pattern) => pattern.test(path))).flatMap(find)).toEqual([]);
  });

  it('or it is seen', () => {
    expect(bad.filter((text) => find(parse('src/x/x.ts', text)).length === 0)).toEqual([]);
  });

  it('and nothing else is taken for it', () => {
    expect(good.filter((text) => find(parse('src/x/x.ts', text)).length > 0)).toEqual([]);
  });
});
