import { Logger } from '../common/logger.js';
import { ConfigurationError, Environment } from '../config/environment.js';
import { EmbeddedPostgresError } from '../database/embedded/embedded-postgres.error.js';
import { StartRefusal } from '../database/start-refusal.js';
import { Lifecycle } from '../lifecycle.js';
import { startSandbox } from './start-sandbox.js';
import { StartedParts } from './started-parts.js';
import { terminalProcess } from '../terminal-process.js';

/** Everything is gone 5 s after Ctrl-C. */
const TIMES = { drainMs: 4_500, crashMs: 4_500 };

/** `npm start`: everything a newcomer needs in one process, until a signal ends it. What stops a start is one sentence and exit code 1. */
export async function runSandbox(args: readonly string[], environment: Environment): Promise<void> {
  // A terminal that is gone takes no lines any more; that must not end the stop halfway.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  const parts = new StartedParts();
  const lifecycle = new Lifecycle(new Logger('warn'), terminalProcess(), TIMES);
  lifecycle.onStop(() => parts.stop());
  lifecycle.watch();
  try {
    await startSandbox({ args, environment, parts, print: (line) => void process.stdout.write(`${line}\n`) });
  } catch (error) {
    // Told to stop: what breaks then is the stop's doing, and the lifecycle ends the process.
    if (parts.isStopping) return;
    explain(error);
    await parts.stop().catch((failure: unknown) => new Logger('error').failure('stopping failed', failure));
    process.exit(1);
  }
}

function explain(error: unknown): void {
  const sentence = sentenceOf(error);
  if (sentence === undefined) new Logger('error').failure('the sandbox could not start', error);
  else process.stderr.write(`${sentence}\n`);
}

function sentenceOf(error: unknown): string | undefined {
  const isPlain =
    error instanceof ConfigurationError || error instanceof StartRefusal || error instanceof EmbeddedPostgresError;
  if (isPlain) return error.message;
  // Free when we looked, taken since.
  if (error instanceof Error && 'port' in error && 'code' in error && error.code === 'EADDRINUSE') {
    return `Port ${String(error.port)} is in use: choose others with PORT and SIMULATOR_PORT.`;
  }
  return undefined;
}
