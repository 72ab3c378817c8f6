import type { Stats } from 'node:fs';
import { lstat, readdir, readFile, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { allows, type RunAs } from './run-as.js';

/** A file or folder below a root: its path from there, and what lstat says. */
export interface FoundFile {
  path: string;
  stats: Stats;
}

/** Whether the predicate holds for the folder and all that lies below it; false where something cannot be read. */
export async function everyFile(
  root: string,
  holds: (file: FoundFile) => boolean | Promise<boolean>,
): Promise<boolean> {
  try {
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    const paths = [root, ...entries.map((entry) => join(entry.parentPath, entry.name))];
    const answers = await Promise.all(
      paths.map(async (path) => holds({ path: relative(root, path), stats: await lstat(path) })),
    );
    return answers.every(Boolean);
  } catch {
    return false;
  }
}

/** Whether that user can read the file (or enter and list the folder), and run it where its owner can. */
export function isReadable({ stats }: FoundFile, who: RunAs): boolean {
  if (stats.isSymbolicLink()) return true;
  const runs = stats.isDirectory() || (stats.mode & 0o100) !== 0;
  return allows(stats, who, runs ? 5 : 4);
}

/** Makes the missing links; npm cannot pack links, and the install script that makes them may not have run. */
export async function linkLibraries(native: string): Promise<boolean> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as Array<{ source: string; target: string }>) {
    const path = join(native, '..', target);
    const exists = await lstat(path).then(
      () => true,
      () => false,
    );
    if (exists) continue;
    const made = await symlink(relative(dirname(target), source), path).then(
      () => true,
      (error: NodeJS.ErrnoException) => error.code === 'EEXIST',
    );
    if (!made) return false;
  }
  return true;
}
