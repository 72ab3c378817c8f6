import { readFile, writeFile } from 'node:fs/promises';
import { nodeVersionProblem } from './node-version.js';

const FILE = 'openapi.json';
const SHOWN_DIFFERENCES = 5;

/** Writes `openapi.json` in the current folder, or with `--check` compares it; gives the exit code. */
async function run(args: readonly string[]): Promise<number> {
  // Imported only now: an older Node would fail inside some dependency, with words that help nobody.
  const { previewDocumentText } = await import('./preview-document.js');
  const { firstDifferences } = await import('./docs/first-differences.js');
  const built = await previewDocumentText();
  if (!args.includes('--check')) {
    await writeFile(FILE, built);
    return 0;
  }
  const committed = await readFile(FILE, 'utf8').catch(() => '');
  if (committed === built) return 0;
  const differences = firstDifferences(committed, built, SHOWN_DIFFERENCES).join('\n');
  return fail(`${FILE} is not what the code says; "npm run openapi" mends it.\n${differences}`);
}

function fail(sentence: string): number {
  process.stderr.write(`${sentence}\n`);
  return 1;
}

const problem = nodeVersionProblem(process.versions.node);
process.exitCode = problem === undefined ? await run(process.argv.slice(2)) : fail(problem);
