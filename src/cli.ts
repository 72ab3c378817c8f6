import { text } from 'node:stream/consumers';
import type { Command } from './config/command.js';
import { nodeVersionProblem } from './node-version.js';

interface CliEntry {
  usage: string;
  /** Loaded when called: an older Node must reach its own sentence first. */
  load: () => Promise<Command>;
}

const COMMANDS: Record<string, CliEntry> = {
  migrate: {
    usage: 'migrate                     bring the database schema up to date',
    load: async () => (await import('./database/migrate.command.js')).migrate,
  },
  maintain: {
    usage: 'maintain                    make the partitions of the next days and drop the old ones',
    load: async () => (await import('./retention/maintain.command.js')).maintain,
  },
  'after-restore': {
    usage: 'after-restore               begin the events anew in a database restored from a backup',
    load: async () => (await import('./realtime/after-restore.command.js')).afterRestore,
  },
  'create-admin': {
    usage: 'create-admin --email <email> [--name <name>] [--password-stdin]',
    load: async () => (await import('./auth/users/create-admin.command.js')).createAdmin,
  },
  secrets: {
    usage: 'secrets                     print fresh secrets for the environment',
    load: async () => (await import('./config/secrets.command.js')).printSecrets,
  },
};

const USAGE = ['Usage: cli <command>', ...Object.values(COMMANDS).map(({ usage }) => `  ${usage}`)].join('\n');

async function run([name = '', ...args]: string[]): Promise<number> {
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (entry === undefined) return fail(USAGE, 2);
  try {
    const command = await entry.load();
    const print = (line: string): void => void process.stdout.write(`${line}\n`);
    return await command({ args, environment: process.env, print, readInput: () => text(process.stdin) });
  } catch (error) {
    return explain(error);
  }
}

/** Written for the person at the keyboard, without secrets; anything else may carry a driver's words. */
const PLAIN_ERRORS = new Set(['ConfigurationError', 'StartRefusal', 'UsageError']);

async function explain(error: unknown): Promise<number> {
  const { redactText } = await import('./common/redact.js');
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const sentence = PLAIN_ERRORS.has(name) ? message : redactText(message);
  return name === 'UsageError' ? fail(`${sentence}\n${USAGE}`, 2) : fail(sentence, 1);
}

function fail(message: string, code: number): number {
  process.stderr.write(`${message}\n`);
  return code;
}

const problem = nodeVersionProblem(process.versions.node);
process.exitCode = problem === undefined ? await run(process.argv.slice(2)) : fail(problem, 1);
