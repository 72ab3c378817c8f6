import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { isDatabaseAway } from '../../src/common/errors/normalize-error.js';
import { databaseOptions } from '../../src/database/database-options.js';
import { withClient } from '../../src/database/with-client.js';
import { until } from '../support/test-desk.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

describe('a connection that ends in the middle of a transaction', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await new DataSource({ ...databaseOptions(database.url), poolSize: 1 }).initialize();
    dataSource.setOptions({ logging: false });
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it.each([
    ['between two statements', false],
    ['during a statement', true],
  ])('%s counts as a database that is away', async (_, isBusy) => {
    const error: unknown = await dataSource
      .transaction(async (manager) => {
        const [row]: { pid: number }[] = await manager.query('select pg_backend_pid() as pid');
        const running = isBusy ? manager.query('select pg_sleep(5)') : undefined;
        const outcome = running?.catch((reason: unknown) => reason);
        await end(row?.pid ?? 0);
        if (outcome !== undefined) throw await outcome;
        await until(async () => manager.queryRunner?.isReleased === true);
        await manager.query('select 1');
      })
      .then(
        () => undefined,
        (reason: unknown) => reason,
      );
    expect(error).toBeInstanceOf(Error);
    expect([String(error), isDatabaseAway(error)]).toEqual([String(error), true]);
    await until(() =>
      dataSource.query('select 1').then(
        () => true,
        () => false,
      ),
    );
  });

  function end(pid: number): Promise<unknown> {
    return withClient(database.url, (admin) => admin.query('select pg_terminate_backend($1)', [pid]));
  }
});
