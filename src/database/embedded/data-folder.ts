import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { chown, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';
import { sentenceFromOutput } from './failure-sentence.js';
import type { PostgresRuntime } from './postgres-runtime.js';
import type { RunAs } from './run-as.js';
import { spawnProgram } from './run-program.js';

/** The superuser and owner of everything in the cluster. */
export const SUPERUSER = 'wa_operator';

export interface DataFolderOptions {
  folder: string;
  runtime: PostgresRuntime;
  runAs: RunAs | undefined;
  /** False for throw-away data: initdb then does not wait for the disk. */
  isDurable: boolean;
}

export interface DataFolder {
  data: string;
  password: string;
  /** True when the data was made by this call. */
  fresh: boolean;
}

/**
 * Opens `data` in the cluster's folder or makes it. initdb writes beside it and the finished folder is renamed, so a
 * `data` without its control file is a broken one and is made anew, never repaired.
 */
export async function openDataFolder(options: DataFolderOptions): Promise<DataFolder> {
  const data = join(options.folder, 'data');
  await removeUnfinished(options.folder);
  const version = await readFile(join(data, 'PG_VERSION'), 'utf8').then((text) => text.trim(), noVersion);
  const hasControl = await stat(join(data, 'global', 'pg_control')).then(({ size }) => size > 0, noControl);
  if (version !== '' && hasControl) {
    refuseForeign(options, version, (await stat(data)).uid);
    return { data, password: await keptPassword(options.folder), fresh: false };
  }
  await rm(data, { recursive: true, force: true });
  return { data, password: await makeData(options, data), fresh: true };
}

function noVersion(error: NodeJS.ErrnoException): '' {
  // A folder we may not look into is not a broken one.
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return '';
  throw error;
}

function noControl(error: NodeJS.ErrnoException): false {
  noVersion(error);
  return false;
}

function refuseForeign({ folder, runtime, runAs }: DataFolderOptions, version: string, owner: number): void {
  if (version !== runtime.major) {
    throw new EmbeddedPostgresError(
      `The data in ${folder} was made by PostgreSQL ${version} and this is ${runtime.major}: remove that folder to begin anew.`,
    );
  }
  if (owner !== (runAs?.uid ?? process.getuid?.() ?? owner)) {
    throw new EmbeddedPostgresError(
      `The data in ${folder} belongs to another user (uid ${owner}): start as that user, or remove that folder to begin anew.`,
    );
  }
}

async function keptPassword(folder: string): Promise<string> {
  const password = await readFile(join(folder, 'password'), 'utf8').then(
    (text) => text.trim(),
    () => '',
  );
  if (password !== '') return password;
  throw new EmbeddedPostgresError(`The password file in ${folder} is missing: remove that folder to begin anew.`);
}

async function removeUnfinished(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.startsWith('data.new-')) await rm(join(folder, name), { recursive: true, force: true });
  }
}

async function makeData(options: DataFolderOptions, data: string): Promise<string> {
  const password = randomBytes(24).toString('hex');
  const passwordFile = join(options.folder, 'password');
  const unfinished = await mkdtemp(`${data}.new-`);
  try {
    // initdb reads the password as the user it runs as.
    await rm(passwordFile, { force: true });
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600, flag: 'wx' });
    for (const path of options.runAs === undefined ? [] : [unfinished, passwordFile]) {
      await chown(path, options.runAs?.uid ?? 0, options.runAs?.gid ?? 0);
    }
    await initdb(options, unfinished, passwordFile);
    await rename(unfinished, data);
    return password;
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}

async function initdb(options: DataFolderOptions, data: string, passwordFile: string): Promise<void> {
  const args = ['-D', data, '-U', SUPERUSER, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8'];
  // The built-in provider sorts the same everywhere and asks nothing of the system's locales.
  args.push('--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions');
  if (!options.isDurable) args.push('--no-sync');
  const child = await spawnProgram(options.runtime.initdb, args, {
    ...options.runAs,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (chunk: Buffer): void => {
    output += chunk.toString('utf8');
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new EmbeddedPostgresError(sentenceFromOutput(output, options.folder));
}
