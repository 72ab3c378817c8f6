import type { ChildProcess } from 'node:child_process';
import { open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';
import { endPostmaster } from './end-process.js';
import { sentenceFromOutput } from './failure-sentence.js';
import { tryPort } from './free-port.js';
import { readPostmasterPid } from './postmaster-pid.js';
import { spawnProgram } from './run-program.js';
import type { RunAs } from './run-as.js';
import { endSurvivor } from './survivor.js';

export interface LaunchOptions {
  program: string;
  folder: string;
  data: string;
  runAs: RunAs | undefined;
  /** The one port to use; without it the remembered one, else a free one. */
  port: number | undefined;
  settings: Readonly<Record<string, string>>;
}

export interface Postmaster {
  process: ChildProcess;
  pid: number;
  port: number;
}

const TRIES = 10;
const POLL_MS = 20;
/** After a crash PostgreSQL first replays its log; pg_ctl waits as long. */
const READY_WITHIN_MS = 60_000;

/** Starts the postmaster and answers when it takes connections. */
export async function launch(options: LaunchOptions): Promise<Postmaster> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await choosePort(options);
    const started = await startOnce(options, port);
    if (started !== undefined) {
      // A comfort: without it the next start takes another port.
      await writeFile(join(options.folder, 'port'), `${port}\n`).catch(() => undefined);
      return started;
    }
    const output = await readFile(logFile(options), 'utf8').catch(() => '');
    if (attempt === TRIES || !isPassing(output)) {
      throw new EmbeddedPostgresError(sentenceFromOutput(output, options.folder));
    }
    await endSurvivor(options.data);
    await delay(300);
  }
}

/**
 * What another try can help: the port was taken after we looked; a postmaster that a killed owner had just started
 * wrote its pid after we looked; backends of a killed postmaster are about to notice.
 */
export function isPassing(output: string): boolean {
  return /Address already in use|lock file "postmaster\.pid" already exists|pre-existing shared memory block/.test(
    output,
  );
}

async function choosePort({ folder, port }: LaunchOptions): Promise<number> {
  if (port !== undefined) {
    if ((await tryPort(port)) === port) return port;
    throw new EmbeddedPostgresError(`Port ${port}, meant for PostgreSQL, is in use by another program or not allowed.`);
  }
  const remembered = Number(await readFile(join(folder, 'port'), 'utf8').catch(() => ''));
  const isPort = Number.isInteger(remembered) && remembered > 0 && remembered < 65536;
  const found = (isPort ? await tryPort(remembered) : undefined) ?? (await tryPort(0));
  if (found === undefined) throw new EmbeddedPostgresError('PostgreSQL finds no free port on 127.0.0.1.');
  return found;
}

async function startOnce(options: LaunchOptions, port: number): Promise<Postmaster | undefined> {
  await using log = await open(logFile(options), 'w', 0o600);
  const child = await spawnProgram(options.program, ['-D', options.data, ...settingArgs(options.settings, port)], {
    ...options.runAs,
    // Its own process group: Ctrl-C in the terminal reaches us, not PostgreSQL, so that the API drains first.
    detached: true,
    // A file and no pipe: if we are killed, the survivor must not write into a closed pipe.
    stdio: ['ignore', log.fd, log.fd],
  });
  const pid = child.pid ?? 0;
  for (let waited = 0; waited < READY_WITHIN_MS; waited += POLL_MS) {
    if (child.exitCode !== null || child.signalCode !== null) return undefined;
    const state = await readPostmasterPid(options.data);
    if (state?.pid === pid && state.isReady) return { process: child, pid, port };
    await delay(POLL_MS);
  }
  await endPostmaster(pid);
  return undefined;
}

function settingArgs(settings: Readonly<Record<string, string>>, port: number): string[] {
  const all: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Statements and key values in the log would be the customers' words.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    ...settings,
    port: String(port),
  };
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function logFile(options: LaunchOptions): string {
  return join(options.folder, 'postgres.log');
}
