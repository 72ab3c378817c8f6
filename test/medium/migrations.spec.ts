import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { databaseOptions } from '../../src/database/database-options.js';
import { dropDatabase, ensureDatabase } from '../../src/database/embedded/database-admin.js';
import { findPendingMigrations, runMigrations } from '../../src/database/migrations-runner.js';

const ADMIN_URL = process.env['TEST_DATABASE_ADMIN_URL'] ?? '';

/** Tables, columns, constraints and indexes as PostgreSQL has them, without the partitions, whose names carry the day. */
const SCHEMA = `
  select 'column' as kind, format('%s.%s %s %s %s', table_name, column_name, data_type, is_nullable, column_default) as what
    from information_schema.columns where table_schema = 'public' and table_name !~ '_\\d{8}$'
  union all
  select 'constraint', format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
    from pg_constraint where connamespace = 'public'::regnamespace and conrelid::regclass::text !~ '_\\d{8}$'
  union all
  select 'index', indexdef from pg_indexes where schemaname = 'public' and tablename !~ '_\\d{8}$'
  union all
  select 'function', proname || prosrc from pg_proc where pronamespace = 'public'::regnamespace
  order by 1, 2`;

describe('migrations', () => {
  let url: string;
  let name: string;
  let opened: DataSource[];

  beforeEach(async () => {
    name = `migrations_${process.pid}_${randomBytes(4).toString('hex')}`;
    await ensureDatabase(ADMIN_URL, name);
    url = Object.assign(new URL(ADMIN_URL), { pathname: `/${name}` }).href;
    opened = [];
  });

  afterEach(async () => {
    await Promise.all(opened.map((dataSource) => dataSource.destroy()));
    await dropDatabase(ADMIN_URL, name);
  });

  async function open(): Promise<DataSource> {
    const dataSource = await new DataSource({ ...databaseOptions(url), poolSize: 2 }).initialize();
    opened.push(dataSource);
    return dataSource;
  }

  /** What `migration:generate --check` would write. */
  async function drift(dataSource: DataSource): Promise<string[]> {
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    return upQueries.map(({ query }) => query);
  }

  it('make the schema the entities describe out of an empty database', async () => {
    const done = await runMigrations(url);
    const dataSource = await open();
    expect(done).toEqual(dataSource.migrations.map((migration) => migration.name));
    expect(done.length).toBeGreaterThan(1);
    expect(dataSource.entityMetadatas.length).toBeGreaterThan(10);
    expect(await drift(dataSource)).toEqual([]);
  });

  it('differ from entities that were changed without one', async () => {
    await runMigrations(url);
    const dataSource = await open();
    await dataSource.query('alter table messages drop column caption');
    await dataSource.query('alter table chats alter column status drop not null');
    expect((await drift(dataSource)).join('\n')).toMatch(/"caption"[^]*"status"|"status"[^]*"caption"/);
  });

  it('can be taken back, all of them, and made again', async () => {
    const done = await runMigrations(url);
    const dataSource = await open();
    const before = await dataSource.query(SCHEMA);
    const undone = await undoAll(dataSource);
    expect(undone).toBe(done.length);
    const left: { name: string }[] = await dataSource.query(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm') order by 1`,
    );
    expect(left.map((table) => table.name)).toEqual(['installation', 'migrations']);
    expect(await runMigrations(url)).toEqual(done);
    expect(await dataSource.query(SCHEMA)).toEqual(before);
    expect(await drift(dataSource)).toEqual([]);
  });

  it('are pending until they were run', async () => {
    const all = await findPendingMigrations(url);
    expect(all).toEqual(await runMigrations(url));
    expect(await findPendingMigrations(url)).toEqual([]);
    await (await open()).undoLastMigration();
    expect(await findPendingMigrations(url)).toEqual(all.slice(-1));
    expect(await runMigrations(url)).toEqual(all.slice(-1));
  });

  it('run once when two processes start together', async () => {
    const both = await Promise.all([runMigrations(url), runMigrations(url)]);
    const all = (await open()).migrations.map((migration) => migration.name);
    expect(both.sort((a, b) => b.length - a.length)).toEqual([all, []]);
    expect(await runMigrations(url)).toEqual([]);
  });
});

/** Takes back one migration after the other and counts them. */
async function undoAll(dataSource: DataSource): Promise<number> {
  for (let count = 0; ; count += 1) {
    const [row]: { done: number }[] = await dataSource.query('select count(*)::integer as done from migrations');
    if (row?.done === 0) return count;
    await dataSource.undoLastMigration({ transaction: 'all' });
  }
}
