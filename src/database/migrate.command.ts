import { CommandCall } from '../config/command.js';
import { loadDatabaseConfig } from '../config/load-config.js';
import { runMigrations } from './migrations-runner.js';
import { ensureProductionDatabase } from './production-database.js';

/** Brings the schema up to date. */
export async function migrate({ environment, print }: CommandCall): Promise<number> {
  const { databaseAdminUrl } = loadDatabaseConfig(environment);
  await ensureProductionDatabase(databaseAdminUrl);
  const done = await runMigrations(databaseAdminUrl);
  print(done.length === 0 ? 'Nothing to do: every migration has run.' : `Done: ${done.join(', ')}.`);
  return 0;
}
