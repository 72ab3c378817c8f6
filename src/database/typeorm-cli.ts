import { DataSource } from 'typeorm';
import { databaseOptions } from './database-options.js';

/** For TypeORM's own command line alone (`migration:generate --check`); the application never reads this file. */
export const dataSource = new DataSource(databaseOptions(process.env.DATABASE_URL ?? ''));
