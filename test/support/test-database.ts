import { randomBytes } from 'node:crypto';
import { createFromTemplate, dropDatabase } from '../../src/database/embedded/database-admin.js';

/** A migrated, empty database of one test file. */
export interface TestDatabase {
  url: string;
  /** Drops it with whoever is still connected. */
  drop(): Promise<void>;
}

/** Copies the migrated template (20–60 ms); the suite must belong to a Jest project with the global set-up. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const adminUrl = process.env['TEST_DATABASE_ADMIN_URL'];
  if (adminUrl === undefined) throw new Error('No PostgreSQL here: this Jest project has no globalSetup.');
  const name = `test_${process.pid}_${randomBytes(6).toString('hex')}`;
  await createFromTemplate(adminUrl, 'template_app', name);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => dropDatabase(adminUrl, name) };
}
