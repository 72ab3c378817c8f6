import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/test-app.js';

interface Ready {
  status: string;
  checks: { media: string };
}

describe('instances that keep files on disk', () => {
  let first: TestApp;
  let second: TestApp;

  beforeEach(async () => {
    first = await startTestApp({ environment: {} });
  });

  afterEach(async () => {
    await second.close();
    await first.close();
  });

  async function ready(app: TestApp): Promise<[number, string]> {
    const { status, body } = await app.call<Ready>('GET', '/api/health/ready');
    return [status, body.checks.media];
  }

  it('are both ready where they share the folder', async () => {
    const { databaseUrl, mediaDir } = first.config;
    second = await startTestApp({ environment: { DATABASE_URL: databaseUrl, MEDIA_DIR: mediaDir } });
    for (const app of [first, second, first, second]) expect(await ready(app)).toEqual([200, 'ok']);
  });

  it('are not where they do not: the later one says so, until the other is gone', async () => {
    second = await startTestApp({ environment: { DATABASE_URL: first.config.databaseUrl } });
    expect(await ready(first)).toEqual([200, 'ok']);
    expect(await ready(second)).toEqual([503, 'failing']);
    expect(await ready(first)).toEqual([200, 'ok']);
    await first.rows(
      `update media_stores set seen_at = now() - interval '2 minutes' where first_seen_at = (select min(first_seen_at) from media_stores)`,
    );
    expect(await ready(second)).toEqual([200, 'ok']);
  });
});
