import { escapeIdentifier, type Client } from 'pg';
import { withClient } from '../database/with-client.js';
import { expiredPartitions, Partition } from './partitions.js';

const DAYS_AHEAD = 7;
/** Any constant, other than the migrations': one process maintains at a time. */
const MAINTENANCE_LOCK = 7_240_012;

export interface MaintenanceResult {
  dropped: string[];
  /** Old partitions that stay, because webhooks in them are still to be applied. */
  kept: string[];
}

/** Partitions in every state, those included that an earlier run detached and did not get to drop. */
const LIST_PARTITIONS = `
  select relation.relname as name,
         left(relation.relname, -9) as parent,
         to_char(to_date(right(relation.relname, 8), 'YYYYMMDD'), 'YYYY-MM-DD') as day,
         case when link.inhparent is null then 'detached' when link.inhdetachpending then 'detaching' else 'attached' end as state
    from pg_class as relation
    left join pg_inherits as link on link.inhrelid = relation.oid
   where relation.relkind = 'r'
     and relation.relname ~ '^(webhook_inbox|events)_[0-9]{8}$'
     and relation.relnamespace = (select relnamespace from pg_class where oid = 'webhook_inbox'::regclass)`;

/**
 * Makes the partitions of the coming days and drops those past their retention, by the database's own clock, which also gave the
 * rows their day. May run at any time and any number of times; answers undefined where another process is at it. The role of
 * the URL needs the right to change the schema.
 */
export async function runMaintenance(adminUrl: string): Promise<MaintenanceResult | undefined> {
  return withClient(adminUrl, async (client) => {
    await client.query(`set lock_timeout = '5s'; set statement_timeout = '60s'`);
    const lock = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [MAINTENANCE_LOCK]);
    if (lock.rows[0]?.taken !== true) return undefined;
    await client.query('select make_daily_partitions($1)', [DAYS_AHEAD]);
    return dropExpired(client);
  });
}

async function dropExpired(client: Client): Promise<MaintenanceResult> {
  const { rows: partitions } = await client.query<Partition>(LIST_PARTITIONS);
  const { rows } = await client.query<{ today: string }>(
    `select to_char(now() at time zone 'utc', 'YYYY-MM-DD') as today`,
  );
  const result: MaintenanceResult = { dropped: [], kept: [] };
  for (const partition of expiredPartitions(partitions, rows[0]?.today ?? '')) {
    if (await hasWork(client, partition)) {
      result.kept.push(partition.name);
    } else {
      await moveHorizon(client, partition);
      await drop(client, partition);
      result.dropped.push(partition.name);
    }
  }
  return result;
}

/** A webhook leaves only when it was applied or given up, however old it is. */
async function hasWork(client: Client, { name, parent }: Partition): Promise<boolean> {
  if (parent !== 'webhook_inbox') return false;
  const { rowCount } = await client.query(`select 1 from ${escapeIdentifier(name)} where state = 'new' limit 1`);
  return rowCount !== 0;
}

/** Whoever comes back with a position before this one is told that they missed something. */
async function moveHorizon(client: Client, { name, parent }: Partition): Promise<void> {
  if (parent !== 'events') return;
  await client.query(
    `insert into event_horizon (tx, id)
     select last.tx, last.id from (select tx, id from ${escapeIdentifier(name)} order by tx desc, id desc limit 1) as last
     on conflict (only_row) do update set tx = excluded.tx, id = excluded.id
       where (event_horizon.tx, event_horizon.id) < (excluded.tx, excluded.id)`,
  );
}

/** A plain DROP would lock the whole table against every webhook and every reader; DETACH CONCURRENTLY waits beside them. */
async function drop(client: Client, { name, parent, state }: Partition): Promise<void> {
  const partition = escapeIdentifier(name);
  if (state !== 'detached') {
    const how = state === 'detaching' ? 'finalize' : 'concurrently';
    await client.query(`alter table ${escapeIdentifier(parent)} detach partition ${partition} ${how}`);
  }
  await client.query(`drop table ${partition}`);
}
