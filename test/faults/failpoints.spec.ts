import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { checkHistory } from './checker.js';
import { FaultDesk } from './support/fault-desk.js';
import { Load } from './support/load.js';
import { chooseSeed } from './support/random.js';
import { recordHistory } from './support/record-history.js';
import { dieAt, FAILPOINTS } from './support/rounds.js';

const SEED = chooseSeed('failpoints');

describe('a server that dies at a failpoint', () => {
  let database: TestDatabase;
  let desk: FaultDesk;
  let load: Load;

  beforeAll(async () => {
    database = await createTestDatabase();
    desk = await FaultDesk.start({ databaseUrl: database.url, seed: SEED, processes: 1, customers: 24, copies: 2 });
    load = new Load(desk);
  }, 120_000);

  afterAll(async () => {
    await desk.close();
    await database.drop();
  });

  it.each(FAILPOINTS)(
    'loses nothing and doubles nothing at %s',
    async (name) => {
      await dieAt(desk, load, name);
      expect(checkHistory(await recordHistory(desk, load))).toEqual([]);
    },
    120_000,
  );
});
