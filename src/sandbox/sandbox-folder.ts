import { chmod, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedCluster } from '../database/embedded/embedded-cluster.js';
import { secretsPath } from './secrets-file.js';

export interface SandboxPaths {
  postgres: string;
  media: string;
}

export function pathsIn(folder: string): SandboxPaths {
  return { postgres: join(folder, 'postgres'), media: join(folder, 'media') };
}

/** Others may pass through (root's PostgreSQL runs as another user) and list nothing. A folder that was there keeps its mode. */
export async function makeFolder(folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true, mode: 0o711 });
  // Whatever the umask took away.
  if (made !== undefined) await chmod(folder, 0o711);
}

/** Removes what sandboxes put there, and nothing else: SANDBOX_DIR may have been set to a folder with other things in it. */
export async function wipeFolder(folder: string): Promise<void> {
  const { postgres, media } = pathsIn(folder);
  // First: it refuses where another process uses the database.
  await EmbeddedCluster.remove(postgres);
  await rm(media, { recursive: true, force: true });
  await rm(secretsPath(folder), { force: true });
}
