import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import { DataSource } from 'typeorm';
import { databaseOptions, sessionOptions } from './database-options.js';
import { withClient } from './with-client.js';

/** Any constant will do, as long as every process of this product uses the same one. */
const MIGRATION_LOCK = 7_240_011;
const POLL_MS = 200;

/**
 * Brings the schema up to date and returns the names of the migrations that were run. Processes that start together wait for each
 * other by polling: a session that waits inside `pg_advisory_lock` would deadlock CREATE INDEX CONCURRENTLY.
 */
export async function runMigrations(url: string): Promise<string[]> {
  // The session that holds the lock does nothing else; its end releases it.
  return withClient(url, async (guard) => {
    while (!(await tryLock(guard))) await delay(POLL_MS);
    return migrate(url);
  });
}

/** Names of migrations that this code has and the database has not run yet. */
export async function pendingMigrations(dataSource: DataSource): Promise<string[]> {
  const rows: { name: string }[] = await dataSource.query('select name from migrations').catch(() => []);
  const done = new Set(rows.map((row) => row.name));
  return dataSource.migrations.map((migration) => migration.name ?? '').filter((name) => !done.has(name));
}

/** The same for a database that nobody has opened yet. */
export async function findPendingMigrations(url: string): Promise<string[]> {
  const dataSource = await new DataSource({ ...databaseOptions(url), poolSize: 1 }).initialize();
  try {
    return await pendingMigrations(dataSource);
  } finally {
    await dataSource.destroy();
  }
}

async function tryLock(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [
    MIGRATION_LOCK,
  ]);
  return rows[0]?.locked === true;
}

async function migrate(url: string): Promise<string[]> {
  const options = databaseOptions(url);
  // DDL on a large table may take longer than a request may; a lock it cannot get still gives up after 2 s.
  const extra = { options: sessionOptions({ statement_timeout: '0' }) };
  const dataSource = await new DataSource({ ...options, extra, poolSize: 2 }).initialize();
  try {
    await dataSource.query('create table if not exists installation (key text primary key, value text not null)');
    const done = await dataSource.runMigrations({ transaction: 'each' });
    return done.map((migration) => migration.name);
  } finally {
    await dataSource.destroy();
  }
}
