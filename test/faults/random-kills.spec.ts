import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { checkHistory } from './checker.js';
import { FaultDesk } from './support/fault-desk.js';
import { Load } from './support/load.js';
import { chooseSeed } from './support/random.js';
import { recordHistory } from './support/record-history.js';
import { dieAtRandom } from './support/rounds.js';

const SEED = chooseSeed('random kills');
const KILLS = 20;

describe('two servers on one database that die at random', () => {
  let database: TestDatabase;
  let desk: FaultDesk;

  beforeAll(async () => {
    database = await createTestDatabase();
    desk = await FaultDesk.start({ databaseUrl: database.url, seed: SEED, processes: 2, customers: 40, copies: 2 });
  }, 120_000);

  afterAll(async () => {
    await desk.close();
    await database.drop();
  });

  it(`lose nothing and double nothing in ${KILLS} kills under load`, async () => {
    const load = new Load(desk);
    await dieAtRandom(desk, load, KILLS);
    expect(checkHistory(await recordHistory(desk, load))).toEqual([]);
  }, 480_000);
});
