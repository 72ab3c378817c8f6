import { beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase } from '../support/test-database.js';
import { checkHistory } from './checker.js';
import { SEEDED_BUGS } from './seeded-bugs.js';
import { FaultDesk } from './support/fault-desk.js';
import type { History } from './support/history.js';
import { Load } from './support/load.js';
import { chooseSeed } from './support/random.js';
import { recordHistory } from './support/record-history.js';
import { tallyOf } from './tally.js';

const SEED = chooseSeed('seeded bugs');

/** A real run, in which nobody is killed. */
async function recordRun(): Promise<History> {
  const database = await createTestDatabase();
  const desk = await FaultDesk.start({ databaseUrl: database.url, seed: SEED, processes: 1, customers: 3, copies: 2 });
  try {
    const load = new Load(desk);
    await load.start({ senders: 3, customers: 2, readers: 2, pauseMs: 20 });
    await desk.until(async () => holdsEverything(load) && (await hasLongChat(desk)), 60_000);
    await load.stop();
    await desk.settled();
    return await recordHistory(desk, load);
  } finally {
    await desk.close();
    await database.drop();
  }
}

/** What the mistakes are planted in. */
function holdsEverything({ sends, reads }: Load): boolean {
  return (
    sends.filter(({ status }) => status === 200).length >= 10 &&
    reads.some(({ mayRead, messageStatus }) => mayRead && messageStatus === 'read') &&
    reads.some(({ mayRead }) => !mayRead)
  );
}

/** Longer than a page, and not the only one. */
async function hasLongChat(desk: FaultDesk): Promise<boolean> {
  const [row] = await desk.query<{ long: number; written: number }>(
    `select count(*) filter (where message_count > 25)::integer as long,
       count(*) filter (where message_count > 5)::integer as written from chats`,
  );
  return (row?.long ?? 0) > 0 && (row?.written ?? 0) > 1;
}

describe('the checker of histories', () => {
  let recorded: History;

  beforeAll(async () => {
    recorded = await recordRun();
  }, 180_000);

  it('finds nothing in a run in which nothing went wrong', () => {
    expect(checkHistory(recorded)).toEqual([]);
    expect(tallyOf(recorded)).toMatchObject({ doubled: 0, lost: 0, sentTwice: 0 });
  });

  it.each(SEEDED_BUGS)('finds out when $name', ({ noticedBy, plant }) => {
    const history = structuredClone(recorded);
    plant(history);
    expect(checkHistory(history).map(({ invariant }) => invariant)).toContain(noticedBy);
  });

  it('is tried with twenty mistakes at least, and with one of every kind', () => {
    expect(SEEDED_BUGS.length).toBeGreaterThanOrEqual(20);
    expect(new Set(SEEDED_BUGS.map(({ noticedBy }) => noticedBy)).size).toBe(15);
  });
});
