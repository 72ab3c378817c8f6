import { afterEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase } from '../support/test-database.js';
import { checkHistory } from './checker.js';
import { FaultDesk } from './support/fault-desk.js';
import { Load } from './support/load.js';
import { chooseSeed } from './support/random.js';
import { recordHistory } from './support/record-history.js';
import { sendMany } from './support/send-many.js';

const SEED = chooseSeed('three processes');
const cleanUps: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function startDesk(processes: number, customers: number): Promise<FaultDesk> {
  const database = await createTestDatabase();
  cleanUps.push(() => database.drop());
  const desk = await FaultDesk.start({ databaseUrl: database.url, seed: SEED, processes, customers });
  cleanUps.push(() => desk.close());
  return desk;
}

describe('servers that share a database', () => {
  it('send every message once, and those of a chat in the order written, also where one of three is killed', async () => {
    const desk = await startDesk(3, 15);
    await desk.watchLeases();
    const load = new Load(desk);
    const undisturbed = await sendMany(desk, load, 25);
    await desk.settled();
    expect((await desk.record()).posts).toHaveLength(undisturbed);

    const servedBefore = load.served;
    const sending = sendMany(desk, load, 15);
    await desk.until(() => load.served > servedBefore + 50);
    await desk.kill(2);
    const total = undisturbed + (await sending);
    await desk.settled(60_000);
    const history = await recordHistory(desk, load);
    const posted = new Set(history.posts.map(({ text }) => text));
    const unposted = history.rows.messages.filter((row) => row.direction === 'out' && !posted.has(row.content));
    // What it was just about to post is not repeated, where nothing is heard of it: the operator decides.
    expect(unposted.filter(({ errorCode }) => errorCode !== 'UNKNOWN_OUTCOME')).toEqual([]);
    expect(history.posts.length + unposted.length).toBe(total);
    expect(checkHistory(history)).toEqual([]);
  }, 300_000);

  it('post nothing twice and nothing late when one is frozen for longer than its lease', async () => {
    const desk = await startDesk(1, 4);
    const load = new Load(desk);
    const frozen = desk.server(0);
    // Connected to Graph, its lease checked, not a byte written: the worst moment.
    frozen.tell('freeze b1 10');
    const sending = sendMany(desk, load);
    await desk.until(() => frozen.output().includes('stands still at b1'));
    const begun = await desk.query<{ id: string }>(`select id from send_attempts where state = 'posting'`);
    await desk.expireLeases();
    await desk.addServer();
    // Another takes the chats over and finds posts that nobody ends.
    await desk.until(async () => {
      const ids = begun.map(({ id }) => id);
      const open = await desk.query(`select from send_attempts where id = any($1) and state = 'posting'`, [ids]);
      return open.length === 0;
    });
    frozen.signal('SIGCONT');
    await sending;
    await desk.settled();
    const late = await desk.query<{ state: string }>(`select state from send_attempts where reason = 'TOO_LATE'`);
    expect(new Set(late.map(({ state }) => state))).toEqual(new Set(['refused']));
    expect(checkHistory(await recordHistory(desk, load))).toEqual([]);
  }, 300_000);
});
