import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FailpointName } from '../../src/common/failpoint.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { checkHistory } from './checker.js';
import { FaultDesk } from './support/fault-desk.js';
import { Load } from './support/load.js';
import { chooseSeed } from './support/random.js';
import { recordHistory } from './support/record-history.js';

const SEED = chooseSeed('failpoints');
const FAILPOINTS: readonly FailpointName[] = [
  ...(['a0', 'a1', 'a2', 'b1', 'b2', 'b3', 'c1', 'c2', 'd1', 'e1'] as const),
  ...(['w1', 'w2', 'w3', 'w4', 'w5', 'w6', 'w7'] as const),
];

describe('a server that dies at a failpoint', () => {
  let database: TestDatabase;
  let desk: FaultDesk;
  let load: Load;

  beforeAll(async () => {
    database = await createTestDatabase();
    desk = await FaultDesk.start({ databaseUrl: database.url, seed: SEED, processes: 1, customers: 24, copies: 2 });
    load = new Load(desk);
  }, 60_000);

  afterAll(async () => {
    await desk.close();
    await database.drop();
  });

  it.each(FAILPOINTS)(
    'loses nothing and doubles nothing at %s',
    async (name) => {
      const server = desk.server(0);
      await load.start({ senders: 3, customers: 1, readers: 1 });
      server.tell(`kill ${name} ${desk.random.between(2, 12)}`);
      const { code } = await server.exited;
      expect(code).toBeNull();
      await desk.expireLeases();
      await desk.startServer(0);
      await load.stop();
      await desk.settled();
      expect(checkHistory(await recordHistory(desk, load))).toEqual([]);
    },
    60_000,
  );
});
