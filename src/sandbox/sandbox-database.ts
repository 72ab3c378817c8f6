import type { AppConfig } from '../config/app-config.js';
import { isEmptyDatabase, markMode, readMode } from '../database/installation.js';
import { runMigrations } from '../database/migrations-runner.js';
import { StartRefusal } from '../database/start-refusal.js';
import { waitForDatabase } from '../database/wait-for-database.js';
import { withClient } from '../database/with-client.js';

/** Whoever sets DATABASE_URL for a sandbox has that database running. */
const PATIENCE_MS = 5_000;

/**
 * Marks an empty database as a sandbox's, empties a sandbox's where it shall begin anew, and brings the schema up to date. Throws a
 * `StartRefusal` for a database that is somebody else's.
 */
export async function prepareDatabase(
  { databaseUrl, databaseAdminUrl }: Pick<AppConfig, 'databaseUrl' | 'databaseAdminUrl'>,
  fresh: boolean,
): Promise<void> {
  await waitForDatabase(databaseUrl, PATIENCE_MS);
  const isOurs = (await readMode(databaseUrl)) === 'sandbox';
  if (!isOurs && !(await isEmptyDatabase(databaseUrl))) {
    throw new StartRefusal(
      `The database ${databaseName(databaseUrl)} is neither empty nor a sandbox's: let DATABASE_URL name another one, or leave it out.`,
    );
  }
  if (isOurs && fresh) await emptyDatabase(databaseAdminUrl);
  await markMode(databaseAdminUrl, 'sandbox');
  await runMigrations(databaseAdminUrl);
}

async function emptyDatabase(url: string): Promise<void> {
  await withClient(url, async (client) => {
    await client.query('drop schema public cascade');
    await client.query('create schema public');
  });
}

function databaseName(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1)) || '(the default one)';
}
