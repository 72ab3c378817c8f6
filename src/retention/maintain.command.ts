import { CommandCall } from '../config/command.js';
import { loadDatabaseConfig } from '../config/load-config.js';
import { ensureProductionDatabase } from '../database/production-database.js';
import { runMaintenance } from './maintenance.js';

/** What the server does by itself every hour, once. */
export async function maintain({ environment, print }: CommandCall): Promise<number> {
  const { databaseAdminUrl } = loadDatabaseConfig(environment);
  await ensureProductionDatabase(databaseAdminUrl);
  const result = await runMaintenance(databaseAdminUrl);
  if (result === undefined) {
    print('Another process is maintaining this database; nothing was done.');
    return 0;
  }
  print(`Dropped: ${result.dropped.join(', ') || 'nothing'}.`);
  if (result.kept.length > 0) print(`Kept, with webhooks still to be applied: ${result.kept.join(', ')}.`);
  return 0;
}
