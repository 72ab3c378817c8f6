import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { Logger } from '../../src/common/logger.js';
import { AppConfig } from '../../src/config/app-config.js';
import { isEmptyDatabase, markMode, readMode } from '../../src/database/installation.js';
import { withClient } from '../../src/database/with-client.js';
import { runMaintenance } from '../../src/retention/maintenance.js';
import { MaintenanceService } from '../../src/retention/maintenance.service.js';
import { createTestDatabase, TestDatabase } from '../support/test-database.js';

let database: TestDatabase;
let client: Client;

beforeEach(async () => {
  database = await createTestDatabase();
  client = new Client({ connectionString: database.url });
  client.on('error', () => undefined);
  await client.connect();
});

afterEach(async () => {
  await client.end();
  await database.drop();
});

const addPartition = (table: string, day: string): Promise<unknown> =>
  client.query(
    `create table ${table}_${day.replaceAll('-', '')} partition of ${table} for values from ('${day}') to (date '${day}' + 1)`,
  );

/** Names of the table's partitions, and of what was one, the oldest first. */
async function tablesOf(parent: string): Promise<string[]> {
  const { rows } = await client.query<{ relname: string }>(
    `select relname from pg_class where relkind = 'r' and relname ~ $1 order by relname`,
    [`^${parent}_[0-9]{8}$`],
  );
  return rows.map(({ relname }) => relname);
}

describe('runMaintenance', () => {
  it('has partitions for yesterday, today and the seven days to come', async () => {
    await client.query('drop table events; create table events (id int, day date) partition by range (day)');
    await runMaintenance(database.url);
    const { rows } = await client.query<{ day: string }>(
      `select to_char((now() at time zone 'utc')::date + n, 'YYYYMMDD') as day from generate_series(-1, 7) as n`,
    );
    expect(await tablesOf('events')).toEqual(rows.map(({ day }) => `events_${day}`));
  });

  it('drops old partitions, but no webhook that is still to be applied', async () => {
    for (const day of ['2020-01-01', '2020-01-02', '2020-01-03']) await addPartition('webhook_inbox', day);
    await addPartition('events', '2020-01-01');
    await client.query(
      `insert into webhook_inbox (day, received_at, body, state) values ('2020-01-01', now(), 'a', 'applied'), ('2020-01-02', now(), 'b', 'new'), ('2020-01-03', now(), 'c', 'dead')`,
    );
    expect(await runMaintenance(database.url)).toEqual({
      dropped: ['webhook_inbox_20200101', 'events_20200101', 'webhook_inbox_20200103'],
      kept: ['webhook_inbox_20200102'],
    });
    expect((await client.query('select * from webhook_inbox')).rowCount).toBe(1);
    await client.query(`update webhook_inbox set state = 'applied'`);
    expect((await runMaintenance(database.url))?.dropped).toEqual(['webhook_inbox_20200102']);
    expect(await runMaintenance(database.url)).toEqual({ dropped: [], kept: [] });
  });

  it('ends what an earlier run left half-way: detached and not dropped, or broken off while detaching', async () => {
    await addPartition('events', '2020-01-01');
    await addPartition('events', '2020-01-02');
    await client.query('alter table events detach partition events_20200101');
    await breakOffDetaching('events_20200102');
    expect(await runMaintenance(database.url)).toEqual({ dropped: ['events_20200101', 'events_20200102'], kept: [] });
  });

  it('leaves it to the process that is at it already', async () => {
    const { rows } = await client.query<{ key: string }>(`select 7240012 as key, pg_advisory_lock(7240012)`);
    expect(rows).toHaveLength(1);
    expect(await runMaintenance(database.url)).toBeUndefined();
  });
});

/** Leaves a partition "pending detach": the second half of DETACH CONCURRENTLY waits for a reader and gives up. */
async function breakOffDetaching(partition: string): Promise<void> {
  await client.query('begin; select * from events');
  await withClient(database.url, async (other) => {
    await other.query(`set lock_timeout = '100ms'`);
    await expect(other.query(`alter table events detach partition ${partition} concurrently`)).rejects.toThrow(
      /lock timeout/,
    );
  });
  await client.query('commit');
}

describe('MaintenanceService', () => {
  it('runs at the start, logs a failure and lets the server live', async () => {
    const lines: string[] = [];
    const logger = new Logger('info', { write: (line: string) => void lines.push(line) });
    await client.query('drop function make_daily_partitions(integer)');
    const config: Pick<AppConfig, 'databaseAdminUrl'> = { databaseAdminUrl: database.url };
    const service = new MaintenanceService(config as AppConfig, logger);
    service.onApplicationBootstrap();
    await service.onModuleDestroy();
    expect(lines.join('')).toContain('maintaining the partitions failed');
    expect(lines).toHaveLength(1);
  });
});

describe('the mark of an installation', () => {
  let empty: TestDatabase;

  beforeAll(async () => {
    empty = await createTestDatabase();
  });

  afterAll(() => empty.drop());

  it('is not there on a migrated database, and stays once made', async () => {
    expect(await readMode(empty.url)).toBeUndefined();
    await markMode(empty.url, 'sandbox');
    await markMode(empty.url, 'sandbox');
    expect(await readMode(empty.url)).toBe('sandbox');
  });

  it('knows an empty database from one that holds anything', async () => {
    expect(await isEmptyDatabase(empty.url)).toBe(false);
    await withClient(empty.url, (session) => session.query('drop schema public cascade; create schema public'));
    expect(await isEmptyDatabase(empty.url)).toBe(true);
    expect(await readMode(empty.url)).toBeUndefined();
    await withClient(empty.url, (session) => session.query('create schema other; create sequence other.numbers'));
    expect(await isEmptyDatabase(empty.url)).toBe(false);
  });
});
