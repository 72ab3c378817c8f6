import { spawnSync } from 'node:child_process';
import { chmod, cp, lstat, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { reachableBases } from './cluster-place.js';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';
import { isReachable, type RunAs } from './run-as.js';
import { everyFile, type FoundFile, linkLibraries } from './runtime-files.js';

export interface CopyOptions {
  native: string;
  version: string;
  runAs: RunAs | undefined;
  runtimeDir: string | undefined;
}

/**
 * Copies the programs (60 MB, once per version) to the first place that serves and answers the folder to run them
 * from. The copy is ours and not writable by others, or another user could make us run his programs.
 */
export async function copyRuntime(options: CopyOptions): Promise<string> {
  const owner = process.getuid?.() ?? 0;
  const bases = options.runtimeDir === undefined ? reachableBases('/var/cache') : [options.runtimeDir];
  for (const base of bases) {
    const cached = join(base, `wa-operator-pg-${options.version}-${owner}`);
    const made = await ensureCopy(options.native, cached, owner).catch(() => false);
    if (made && (await runsAt(join(cached, 'native'), options.runAs))) return join(cached, 'native');
  }
  throw new EmbeddedPostgresError(
    `PostgreSQL's programs cannot be copied to ${bases.join(', ')}: one of these must be writable, let programs run and have 60 MB free.`,
  );
}

async function ensureCopy(native: string, cached: string, owner: number): Promise<boolean> {
  if (await isComplete(native, cached, owner)) return true;
  const temporary = await mkdtemp(`${cached}.new-`);
  try {
    await cp(native, join(temporary, 'native'), { recursive: true, verbatimSymlinks: true, filter: isNeeded });
    if (!(await linkLibraries(join(temporary, 'native')))) return false;
    await openToAll(temporary);
    // What is incomplete goes aside first: a folder with files in it is never replaced by rename, so whoever
    // comes second keeps what the first one put there.
    const old = `${temporary}.old`;
    if ((await exists(cached)) && !(await isComplete(native, cached, owner))) {
      await rename(cached, old);
      await rm(old, { recursive: true });
    }
    await rename(temporary, cached).catch(() => undefined);
    return await isComplete(native, cached, owner);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Every file of the original is there with its size, and nobody but us can change anything. */
async function isComplete(native: string, cached: string, owner: number): Promise<boolean> {
  const isSafe = ({ stats }: FoundFile): boolean =>
    stats.uid === owner && (stats.isSymbolicLink() || (stats.mode & 0o022) === 0);
  if (!(await everyFile(cached, isSafe))) return false;
  return everyFile(native, async ({ path, stats }) => {
    if (!isNeeded(path)) return true;
    const copy = await lstat(join(cached, 'native', path));
    return copy.isDirectory() === stats.isDirectory() && (stats.isDirectory() || copy.size === stats.size);
  });
}

/** Libraries for linking other programs are of no use here. */
function isNeeded(path: string): boolean {
  return !path.endsWith('.a') && basename(path) !== 'pkgconfig' && !path.includes('/pkgconfig/');
}

async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    if (entry.isFile()) await chmod(path, (await lstat(path)).mode & 0o100 ? 0o755 : 0o644);
  }
}

/** Tried rather than guessed: the place may be mounted noexec. */
async function runsAt(native: string, runAs: RunAs | undefined): Promise<boolean> {
  if (runAs !== undefined && !(await isReachable(native, runAs))) return false;
  const program = join(native, 'bin', 'postgres');
  return spawnSync(program, ['--version'], { ...runAs, cwd: '/', env: {}, stdio: 'ignore' }).status === 0;
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
