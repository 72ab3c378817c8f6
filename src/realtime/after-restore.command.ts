import { CommandCall } from '../config/command.js';
import { loadDatabaseConfig } from '../config/load-config.js';
import { ensureProductionDatabase } from '../database/production-database.js';
import { withClient } from '../database/with-client.js';

/**
 * To be run once, before the servers start on a restored database: transaction ids begin anew in another cluster, so that what the
 * events say of their order is true no longer. Whoever comes with an earlier position is told to read everything again.
 */
export async function afterRestore({ environment, print }: CommandCall): Promise<number> {
  const { databaseAdminUrl } = loadDatabaseConfig(environment);
  await ensureProductionDatabase(databaseAdminUrl);
  await withClient(databaseAdminUrl, async (client) => {
    await client.query(`set lock_timeout = '5s'`);
    await client.query('begin');
    await client.query('truncate events');
    await client.query(
      `insert into event_horizon (tx, id) values (pg_current_xact_id(), 0)
       on conflict (only_row) do update set tx = excluded.tx, id = excluded.id`,
    );
    await client.query('commit');
  });
  print(
    'The events begin anew; streams, polls and outbound webhooks that come back are told to read everything again.',
  );
  return 0;
}
