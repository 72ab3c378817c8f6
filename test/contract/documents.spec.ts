import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answerDifferences } from '../support/answer-shape.js';
import { type DemoDesk, startDemoDesk } from '../support/demo-desk.js';
import { type DocBlock, docBlocks } from '../support/doc-blocks.js';
import { realCurl } from '../support/real-curl.js';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const README = docBlocks(read('README.md'));
const [commands, firstCurl, itsAnswer] = README;

/** Every class and function our sources define, by name. */
function definedNames(): Set<string> {
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const text = files.map((file) => read(join('src', file))).join('\n');
  return new Set(
    [...text.matchAll(/export (?:abstract )?(?:class|(?:async )?function|const) (\w+)/g)].map(([, name]) => name ?? ''),
  );
}

async function runInShell(script: string): Promise<string> {
  // Not a word of curl's configuration or of a proxy: the script runs as a newcomer pastes it.
  const env = { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', no_proxy: '*' };
  return (await promisify(execFile)('sh', ['-c', script], { env })).stdout;
}

describe('README.md', () => {
  let desk: DemoDesk;

  beforeAll(async () => {
    desk = await startDemoDesk();
  });
  afterAll(() => desk.close());

  it('has three blocks, and every one is tested here', () => {
    expect(README.map(({ language }) => language)).toEqual(['bash', 'bash', 'json']);
  });

  it('names two commands that exist and are what CI and the sandbox spec run', () => {
    const lines = (commands?.text ?? '').split('\n').map((line) => line.replace(/\s*#.*/, ''));
    expect(lines).toEqual(['npm ci && npm start', 'npm ci && npm test']);
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    expect(scripts['start']).toContain('dist/src/sandbox.js');
    expect(read('.ci/run')).toMatch(/^npm ci$[\s\S]*npm test/m);
    expect(read('test/support/sandbox-process.ts')).toContain('src/sandbox.ts');
  });

  const curl = realCurl.isHere ? it : it.skip;
  curl('shows a first message that is sent as pasted, with the answer it gets [needs curl]', async () => {
    const script = (firstCurl?.text ?? '').replaceAll('http://localhost:3000', desk.app.url);
    const answer: unknown = JSON.parse(await runInShell(script));
    expect(answerDifferences(JSON.parse(itsAnswer?.text ?? ''), answer)).toEqual([]);
  });

  it('names only tests that exist beside its promises', () => {
    const promised = [...read('README.md').matchAll(/`npm test -- ([^`]+)`/g)].map(([, rest]) => rest ?? '');
    const files = ['test', 'src'].flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }),
    );
    const words = promised.flatMap((rest) => rest.split(' ').filter((word) => !word.startsWith('--')));
    expect(promised.length).toBeGreaterThan(5);
    expect(words.filter((word) => !files.some((file) => file.includes(word)))).toEqual([]);
  });
});

describe('the other documents', () => {
  it('in docs/architecture.md name classes and functions that are there', () => {
    const names = definedNames();
    const words = docBlocks(read('docs/architecture.md'))
      .filter(({ language }) => language === 'text')
      .flatMap(({ text }) => text.match(/\b(?:[A-Z][a-z]+){2,}\b|\b[a-z]+[A-Z]\w+\b/g) ?? []);
    expect(words.length).toBeGreaterThan(10);
    expect(words.filter((word) => !names.has(word))).toEqual([]);
  });

  it('have no other blocks than those that are tested', () => {
    const untested = (path: string, isTested: (block: DocBlock) => boolean): string[] =>
      docBlocks(read(path)).flatMap((block) => (isTested(block) ? [] : [`${path}:${block.line}`]));
    const found = [
      ...untested('docs/architecture.md', ({ language }) => language === 'text'),
      ...untested('docs/running.md', () => false),
    ];
    expect(found).toEqual([]);
  });
});
