// Runs our TypeScript as it stands, decorators and their metadata included, in any Node process of ours:
//   node --import ./test/support/ts-loader.mjs src/sandbox.ts
// Node's own type stripping knows neither decorators nor that './x.js' is './x.ts' on the disk.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync, version } from '@swc/core';

const root = new URL('../../', import.meta.url);
const rules = readFileSync(new URL('.swcrc', root), 'utf8');
const options = JSON.parse(rules);
// Tests start servers by the dozen, each of some hundred files.
const cache = new URL('node_modules/.cache/ts-loader/', root);
mkdirSync(cache, { recursive: true });

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL?.endsWith('.ts')) {
      const source = new URL(`${specifier.slice(0, -3)}.ts`, context.parentURL);
      if (existsSync(source)) return { url: source.href, shortCircuit: true };
    }
    return nextResolve(specifier, context);
  },
  load(url, context, nextLoad) {
    if (!url.startsWith('file:') || !url.endsWith('.ts')) return nextLoad(url, context);
    const filename = fileURLToPath(url);
    return { format: 'module', source: compile(filename, readFileSync(filename, 'utf8')), shortCircuit: true };
  },
});

process.setSourceMapsEnabled(true);

/**
 * @param {string} filename
 * @param {string} source
 */
function compile(filename, source) {
  const key = createHash('sha256').update([version, rules, filename, source].join('\0')).digest('hex');
  const file = new URL(`${key}.js`, cache);
  if (existsSync(file)) return readFileSync(file, 'utf8');
  const { code } = transformSync(source, { ...options, filename, swcrc: false });
  // Whole or not at all: several processes start at once, and some are killed.
  const draft = new URL(`${key}.${process.pid}`, cache);
  writeFileSync(draft, code);
  renameSync(draft, file);
  return code;
}

/**
 * Node's own import(): in what Jest transforms for its global set-up `import()` has become `require()`.
 * @param {URL} url
 */
export const importTs = (url) => import(url.href);
