import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { encodeEventPosition } from '../../src/events/domain/event-position.js';
import { createTestDatabase } from '../support/test-database.js';
import { FaultDesk } from './support/fault-desk.js';
import { logInAs } from './support/fault-users.js';
import { chooseSeed } from './support/random.js';
import { CrowdClient } from './support/stream-crowd.js';

const SEED = chooseSeed('streams of three processes');
const USERS = 40;
/** As many as one user may have in one process. */
const CLIENTS_OF_USER = 5;
/** Not of the channel: nothing is theirs. */
const STRANGERS = 4;
const CUSTOMERS = 12;
const KILLS = 3;
/** How much customers write around each of them. */
const WRITES = 30;
const MAX_PAUSE_MS = 30;
const cleanUps: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

interface LogRow {
  tx: string;
  id: number;
  assigneeId: number | null;
}

describe('streams of servers that are killed', () => {
  it('show 200 clients that come back anywhere exactly what is theirs: without gap, without repeat, in order', async () => {
    const database = await createTestDatabase();
    cleanUps.push(() => database.drop());
    const desk = await FaultDesk.start({ databaseUrl: database.url, seed: SEED, processes: 3, customers: CUSTOMERS });
    cleanUps.push(() => desk.close());
    const users = await makeUsers(desk);
    const from = await headOf(desk);
    const crowd = users.flatMap(({ id, token }) =>
      Array.from({ length: CLIENTS_OF_USER }, () => new CrowdClient(desk, id, token, from)),
    );
    cleanUps.push(() => Promise.all(crowd.map((client) => client.stop())));
    for (const client of crowd) client.start();

    await writeAndKill(desk);
    await desk.settled(60_000);
    const log = await logSince(desk, from);
    const expected = new Map(users.map(({ id, isMember }) => [id, isMember ? theirs(log, id) : []]));
    await desk.until(
      () => crowd.every(({ progress, userId }) => progress >= (expected.get(userId)?.length ?? 0)),
      60_000,
    );
    // What came too much would come now.
    await delay(300);
    await Promise.all(crowd.map((client) => client.stop()));

    const wrong = crowd.filter(({ seen, userId }) => JSON.stringify(seen) !== JSON.stringify(expected.get(userId)));
    expect(wrong.map(({ userId, seen }) => ({ userId, seen: seen.length }))).toEqual([]);
    expect(crowd.flatMap(({ resets }) => resets)).toEqual([]);
    // It was a test: everybody moved, and users saw different things.
    expect(Math.min(...crowd.map(({ connections }) => connections))).toBeGreaterThan(1);
    expect(new Set([...expected.values()].map(({ length }) => length)).size).toBeGreaterThan(3);
    expect(log.length).toBeGreaterThan(150);
  });
});

/** Members of the channel, some of whom have chats of their own that the others do not see, and strangers. */
async function makeUsers(desk: FaultDesk): Promise<{ id: number; token: string; isMember: boolean }[]> {
  const rows = await desk.query<{ id: string; email: string }>(
    `insert into users (email, name, password_hash, role)
     select 'crowd' || n || '@shop.kz', 'Crowd', password_hash, 'operator'
       from users, generate_series(1, $1::integer) n where email = 'operator@shop.kz' returning id, email`,
    [USERS],
  );
  const members = rows.slice(STRANGERS);
  await desk.query(
    'insert into channel_members (channel_id, user_id) select channels.id, unnest($1::bigint[]) from channels',
    [members.map(({ id }) => id)],
  );
  await desk.query(`update channels set access_policy = 'own_and_unassigned'`);
  await desk.query(
    `update chats set assignee_id = owner.id
       from (select id, row_number() over (order by id) as place from chats) ranked,
            unnest($1::bigint[]) with ordinality as owner (id, place)
      where chats.id = ranked.id and owner.place = ranked.place`,
    [members.slice(0, CUSTOMERS / 2).map(({ id }) => id)],
  );
  const url = desk.anyUrl() ?? '';
  const users = [];
  // One after the other: from one address, 20 may be trying at a time.
  for (const { id, email } of rows) {
    const token = await logInAs(url, email);
    users.push({ id: Number(id), token, isMember: members.some((member) => member.id === id) });
  }
  return users;
}

/** One server after the other dies in the middle of what customers write, and comes back. */
async function writeAndKill(desk: FaultDesk): Promise<void> {
  for (let kill = 0; kill < KILLS; kill += 1) {
    const writing = writeSome(desk);
    await delay(desk.random.between(0, WRITES * MAX_PAUSE_MS));
    const index = desk.random.between(0, desk.options.processes - 1);
    await desk.kill(index);
    await Promise.all([writing, desk.startServer(index)]);
  }
  await writeSome(desk);
}

async function writeSome(desk: FaultDesk): Promise<void> {
  for (let count = 0; count < WRITES; count += 1) {
    await desk.customerWrites(
      String(77_020_000_000 + desk.random.between(0, CUSTOMERS - 1)),
      `inbound ${randomUUID()}`,
    );
    await delay(desk.random.between(0, MAX_PAUSE_MS));
  }
}

async function headOf(desk: FaultDesk): Promise<string> {
  const [row] = await desk.query<{ tx: string; id: string }>(
    'select tx::text as tx, id from events order by events.tx desc, events.id desc limit 1',
  );
  return encodeEventPosition({ tx: BigInt(row?.tx ?? 0), id: Number(row?.id ?? 0) });
}

async function logSince(desk: FaultDesk, from: string): Promise<LogRow[]> {
  const [tx, id] = Buffer.from(from, 'base64url').toString().split('.');
  return desk.query<LogRow & Record<string, unknown>>(
    `select e.tx::text as tx, e.id::integer as id, chats.assignee_id::integer as "assigneeId"
       from events e join chats on chats.id = e.chat_id
      where (e.tx, e.id) > ($1::xid8, $2::bigint) order by e.tx, e.id`,
    [tx, id],
  );
}

function theirs(log: readonly LogRow[], userId: number): string[] {
  return log
    .filter(({ assigneeId }) => assigneeId === null || assigneeId === userId)
    .map(({ tx, id }) => encodeEventPosition({ tx: BigInt(tx), id }));
}
