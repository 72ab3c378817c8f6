import { nodeVersionProblem } from './node-version.js';

const problem = nodeVersionProblem(process.versions.node);
if (problem === undefined) {
  // Imported only now: an older Node would fail inside some dependency, with words that help nobody.
  const { runSandbox } = await import('./sandbox/run-sandbox.js');
  await runSandbox(process.argv.slice(2), process.env);
} else {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}
