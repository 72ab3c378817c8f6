import { setTimeout as delay } from 'node:timers/promises';
import { ensureDatabase, withClient } from '../database/embedded/database-admin.js';
import { EmbeddedCluster } from '../database/embedded/embedded-cluster.js';
import { endPostgresOnExit } from './leave-no-postgres.js';
import type { StartedParts } from './started-parts.js';

const DATABASE = 'wa_operator';
const GOODBYE_TRIES = 25;
const GOODBYE_POLL_MS = 20;

/** Starts PostgreSQL of our own and answers the URL of the sandbox's database, which is made where it is missing. */
export async function startPostgres(
  parts: StartedParts,
  dataDir: string,
  log: (line: string) => void,
): Promise<string> {
  const cluster = await parts.begin(
    () => EmbeddedCluster.start({ dataDir, log }),
    async (started) => {
      await untilNobodyIsConnected(started.url('postgres')).catch(() => undefined);
      await started.stop();
    },
  );
  endPostgresOnExit(cluster.folder);
  await ensureDatabase(cluster.url('postgres'), DATABASE);
  return cluster.url(DATABASE);
}

/**
 * A pool counts as ended while its last goodbyes are still on their way (pg-pool's `end` does not wait for idle connections); PostgreSQL,
 * stopped in that moment, would throw them out, and the pool would report a broken connection to somebody who pressed Ctrl-C.
 */
async function untilNobodyIsConnected(adminUrl: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    for (let tries = 0; tries < GOODBYE_TRIES; tries += 1) {
      const { rowCount } = await client.query('select 1 from pg_stat_activity where datname = $1', [DATABASE]);
      if (rowCount === 0) return;
      await delay(GOODBYE_POLL_MS);
    }
  });
}
