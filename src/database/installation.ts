import { isError } from '../common/is-error.js';
import { withClient } from './with-client.js';

/** Whom a database belongs to: the sandbox fills its own with demo data, and neither may ever open the other's. */
export type InstallationMode = 'sandbox' | 'production';

const UNDEFINED_TABLE = '42P01';

/** The mode this database was marked with; undefined where it never was. Rejects when the database cannot be reached. */
export async function readMode(url: string): Promise<InstallationMode | undefined> {
  return withClient(url, async (client) => {
    try {
      const { rows } = await client.query<{ value: InstallationMode }>(
        `select value from installation where key = 'mode'`,
      );
      return rows[0]?.value;
    } catch (error) {
      if (isError(error) && 'code' in error && error.code === UNDEFINED_TABLE) return undefined;
      throw error;
    }
  });
}

/** Marks a database for good; it may be empty or migrated. */
export async function markMode(url: string, mode: InstallationMode): Promise<void> {
  await withClient(url, async (client) => {
    await client.query('create table if not exists installation (key text primary key, value text not null)');
    await client.query(
      `insert into installation (key, value) values ('mode', $1) on conflict (key) do update set value = excluded.value`,
      [mode],
    );
  });
}

/** True when the database holds no table, view or sequence of anybody. */
export async function isEmptyDatabase(url: string): Promise<boolean> {
  return withClient(url, async (client) => {
    const { rowCount } = await client.query(
      `select 1 from pg_class as relation
         join pg_namespace as schema on schema.oid = relation.relnamespace
        where schema.nspname <> 'information_schema' and schema.nspname not like 'pg\\_%' limit 1`,
    );
    return rowCount === 0;
  });
}
