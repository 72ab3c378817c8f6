import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withClient } from '../../src/database/with-client.js';
import { startTestApp, TestApp } from '../support/test-app.js';

describe('when the database is away', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
    await closeDatabase(app.config.databaseUrl);
  });

  afterAll(() => app.close());

  it('G33: answers 503 in general words, with a time to come back', async () => {
    const { status, headers, body, text } = await app.call('POST', '/api/auth/login', {
      body: { email: 'a@shop.kz', password: 'whatever it is' },
    });
    expect({ status, body }).toMatchObject({
      status: 503,
      body: { code: 'DB_UNAVAILABLE', requestId: expect.any(String) },
    });
    expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(text).not.toMatch(/postgres|driver|connect|pool|select/i);
  });

  it('stays alive and says that it is not ready, and why', async () => {
    expect((await app.call('GET', '/api/health/live')).status).toBe(200);
    const { status, body } = await app.call('GET', '/api/health/ready');
    expect({ status, body }).toMatchObject({
      status: 503,
      body: { status: 'failing', checks: { database: 'failing', migrations: 'failing', media: 'ok' } },
    });
  });
});

/** Sends everybody out of a database and lets nobody in. */
async function closeDatabase(url: string): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  await withClient(process.env['TEST_DATABASE_ADMIN_URL'] ?? '', async (client) => {
    await client.query(`alter database ${name} allow_connections false`);
    await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
  });
}
