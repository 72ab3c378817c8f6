import { join } from 'node:path';
import type { DataSourceOptions } from 'typeorm';
import { readBigintsAsNumbers } from './ids.js';
import { importClasses } from './import-classes.js';
import { PooledClient } from './pooled-client.js';
import { SnakeNamingStrategy } from './snake-naming.strategy.js';

readBigintsAsNumbers();

/** `src` while tests run the TypeScript itself, `dist/src` once built; entities and migrations stand relative to it. */
const SOURCE_ROOT = join(import.meta.dirname, '..');
const ENTITIES = await importClasses(SOURCE_ROOT, /\.entity\.[jt]s$/);
const MIGRATIONS = await importClasses(join(SOURCE_ROOT, '../migrations'), /\.[jt]s$/);

/** Limits of every session: a stuck statement or a forgotten transaction must not stall the event sequence. */
export const SESSION_SETTINGS = {
  // Pinned on: whatever the server's default, nothing is acknowledged that a power cut could take back.
  synchronous_commit: 'on',
  statement_timeout: '5000',
  lock_timeout: '2000',
  idle_in_transaction_session_timeout: '10000',
} as const;

/** `options` of a connection that sets the session's limits before its first statement. */
export function sessionOptions(overrides: Partial<Record<keyof typeof SESSION_SETTINGS, string>> = {}): string {
  return Object.entries({ ...SESSION_SETTINGS, ...overrides })
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');
}

export function databaseOptions(url: string): DataSourceOptions & { type: 'postgres' } {
  return {
    type: 'postgres',
    url,
    entities: ENTITIES,
    migrations: MIGRATIONS,
    migrationsTableName: 'migrations',
    namingStrategy: new SnakeNamingStrategy(),
    synchronize: false,
    poolSize: 10,
    connectTimeoutMS: 1_000,
    extra: { Client: PooledClient, options: sessionOptions(), idleTimeoutMillis: 30_000, query_timeout: 6_000 },
  };
}
