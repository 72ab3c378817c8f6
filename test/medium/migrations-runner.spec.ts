import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dropDatabase, ensureDatabase } from '../../src/database/embedded/database-admin.js';
import { findPendingMigrations, runMigrations } from '../../src/database/migrations-runner.js';

const adminUrl = process.env['TEST_DATABASE_ADMIN_URL'] ?? '';
const name = `test_${process.pid}_${randomBytes(6).toString('hex')}`;
const url = new URL(adminUrl);
url.pathname = `/${name}`;

beforeAll(() => ensureDatabase(adminUrl, name));
afterAll(() => dropDatabase(adminUrl, name));

describe('runMigrations', () => {
  it('runs every migration once, whoever else starts in the same moment', async () => {
    const pending = await findPendingMigrations(url.href);
    const results = await Promise.all(Array.from({ length: 4 }, () => runMigrations(url.href)));
    expect(pending.length).toBeGreaterThan(0);
    expect(results.flat()).toEqual(pending);
    expect(await findPendingMigrations(url.href)).toEqual([]);
  });
});
