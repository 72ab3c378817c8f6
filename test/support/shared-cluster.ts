import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeAsTemplate, ensureDatabase } from '../../src/database/embedded/database-admin.js';
import { EmbeddedCluster } from '../../src/database/embedded/embedded-cluster.js';
import { EmbeddedPostgresError } from '../../src/database/embedded/embedded-postgres.error.js';
import { seemsAlive } from '../../src/database/embedded/process-identity.js';
import { makerOfTestFolder, makeTestFolder } from './test-folder.js';

export const TEMPLATE = 'template_app';

/** The one PostgreSQL of a test run. */
export interface SharedCluster {
  adminUrl: string;
  /** Stops it and removes its data. */
  stop(): Promise<void>;
}

/** Starts the cluster with an empty database, migrated, as the template of the tests' databases. */
export async function startSharedCluster(): Promise<SharedCluster> {
  await removeAbandoned();
  const dataDir = await makeTestFolder();
  let cluster: EmbeddedCluster | undefined;
  const end = async (): Promise<void> => {
    await cluster?.stop();
    await EmbeddedCluster.remove(dataDir);
    await removeAbandoned();
  };
  let ended: Promise<void> | undefined;
  // Interrupted, Jest may call the teardown while the signal's handler is at it.
  const stop = (): Promise<void> => (ended ??= end());
  try {
    cluster = await EmbeddedCluster.start({
      dataDir,
      // Nothing here has to outlive the run; synchronous_commit stays as the application sets it.
      settings: { fsync: 'off', full_page_writes: 'off', max_connections: '200', autovacuum: 'off' },
      log: (line) => process.stderr.write(`${line}\n`),
    });
    const adminUrl = cluster.url('postgres');
    await ensureDatabase(adminUrl, TEMPLATE);
    await migrate(cluster.url(TEMPLATE));
    await closeAsTemplate(adminUrl, TEMPLATE);
    return { adminUrl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function migrate(url: string): Promise<void> {
  const runner = new URL('../../src/database/migrations-runner.ts', import.meta.url);
  if (!existsSync(runner)) return;
  const { runMigrations } = (await import(runner.href)) as { runMigrations: (url: string) => Promise<string[]> };
  await runMigrations(url);
}

/** What killed runs and workers left: their postmasters and their folders. A folder's name carries its maker's pid. */
async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = makerOfTestFolder(name);
    if (pid === undefined || seemsAlive(pid)) continue;
    const folder = join(tmpdir(), name);
    const removed = EmbeddedCluster.remove(folder).then(() => rm(folder, { recursive: true, force: true }));
    await removed.catch((error: unknown) => {
      // Another user's leftover, or another run is removing it.
      if (!(error instanceof EmbeddedPostgresError)) throw error;
    });
  }
}
