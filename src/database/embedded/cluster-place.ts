import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir, readdir, readFile, realpath, rm, rmdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';
import { isReachable, type RunAs } from './run-as.js';

/** Where the cluster's folder really is. */
export interface ClusterPlace {
  /** The folder asked for, links resolved. */
  asked: string;
  /** The folder that holds `data`, `password`, `port`, `lock` and `postgres.log`. */
  folder: string;
  /** False where what lies in `folder` belongs to an `asked` folder that was removed since: it is to be wiped. */
  isKept: boolean;
}

const LOCATION = 'location';

/**
 * The folder asked for, or, when PostgreSQL's user cannot enter it (root's checkout below a 0700 home), one below
 * /var/lib (else /var/tmp, else the temp folder) derived from its path. Which one is recorded in `location` in the
 * folder asked for; with that record gone the data counts as gone, so `rm -rf .sandbox` begins anew here, too.
 */
export async function findPlace(dataDir: string, runAs: RunAs | undefined): Promise<ClusterPlace> {
  await mkdir(dataDir, { recursive: true, mode: runAs ? 0o711 : 0o700 });
  const asked = await realpath(dataDir);
  if (runAs === undefined) return { asked, folder: asked, isKept: true };
  // The user's own `data` needs a way through this folder, and nothing else in here may be listed.
  await chmod(asked, 0o711);
  if (await isReachable(asked, runAs)) return { asked, folder: asked, isKept: true };
  const recorded = await readFile(join(asked, LOCATION), 'utf8').then(
    (text) => text.trim(),
    () => '',
  );
  const folder = await makeRelocated(asked, runAs);
  return { asked, folder, isKept: recorded === folder };
}

/** Removes what belongs to nobody and writes the record; called with the folder's lock held. */
export async function settlePlace(place: ClusterPlace): Promise<void> {
  if (place.folder === place.asked) return;
  if (!place.isKept) {
    for (const name of ['data', 'password', 'port']) {
      await rm(join(place.folder, name), { recursive: true, force: true });
    }
  }
  await writeFile(join(place.asked, LOCATION), `${place.folder}\n`);
}

/**
 * Removes what the cluster put there, and the folders once they are empty; called with the lock held. Only known names
 * go: a wrong SANDBOX_DIR may point at a folder that holds other things.
 */
export async function removePlace({ asked, folder }: ClusterPlace): Promise<void> {
  const unfinished = (await readdir(folder)).filter((name) => name.startsWith('data.new-'));
  for (const name of ['data', 'password', 'port', 'postgres.log', ...unfinished, 'lock']) {
    await rm(join(folder, name), { recursive: true, force: true });
  }
  await rm(join(asked, LOCATION), { force: true });
  for (const empty of folder === asked ? [asked] : [folder, dirname(folder), asked]) {
    await rmdir(empty).catch(() => undefined);
  }
}

/** Folders in which root may put what an unprivileged user must reach; the first that serves is taken. */
export function reachableBases(durable: string): string[] {
  return [...new Set([durable, '/var/tmp', tmpdir()])];
}

async function makeRelocated(asked: string, runAs: RunAs): Promise<string> {
  const name = createHash('sha256').update(asked).digest('hex').slice(0, 16);
  // Not the temp folder first: systems clean it by age, and a database that lost some files is worse than none.
  for (const base of reachableBases('/var/lib')) {
    const parent = join(base, 'wa-operator-embedded');
    const folder = join(parent, name);
    const made = await mkdir(folder, { recursive: true, mode: 0o711 }).then(
      () => true,
      () => false,
    );
    if (made && (await isOurs(parent)) && (await isOurs(folder)) && (await isReachable(folder, runAs))) return folder;
  }
  throw new EmbeddedPostgresError(
    `PostgreSQL's user (uid ${runAs.uid}) cannot enter ${asked}, and there is no other place for its data: start as an ordinary user.`,
  );
}

/** A folder of ours that nobody else can change: in /var/tmp anyone may have made it before us. */
async function isOurs(folder: string): Promise<boolean> {
  const found = await lstat(folder);
  if (!found.isDirectory() || found.uid !== process.getuid?.()) return false;
  await chmod(folder, 0o711);
  return true;
}
