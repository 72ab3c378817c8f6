import { afterEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { signBody } from '../../src/waba-gateway/protocol/signature.js';
import { productionEnvironment, ServerProcess } from '../support/server-process.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { envelopeOf, inboundValue, PHONE_NUMBER_ID, startTestDesk, textMessage, until } from '../support/test-desk.js';

const SECRET = '0f1e2d3c4b5a69788796a5b4c3d2e1f0';
const cleanUps: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

function start(database: TestDatabase): ServerProcess {
  const server = new ServerProcess('main.ts', { ...productionEnvironment(database.url), META_APP_SECRET: SECRET });
  cleanUps.push(async () => {
    server.signal('SIGKILL');
    await server.exited;
  });
  return server;
}

async function countMessages(client: Client): Promise<number> {
  const { rows } = await client.query<{ count: number }>('select count(*)::integer as count from messages');
  return rows[0]?.count ?? -1;
}

describe('the inbox of webhooks', () => {
  it('loses nothing that was answered 200 when the process is killed, and doubles nothing that Meta sends again', async () => {
    const database = await createTestDatabase();
    cleanUps.push(() => database.drop());
    const client = new Client({ connectionString: database.url });
    await client.connect();
    cleanUps.push(() => client.end());
    await client.query('insert into channels (name, phone_number_id, waba_id) values ($1, $2, $3)', [
      'Shop',
      PHONE_NUMBER_ID,
      '1',
    ]);
    const wamids = Array.from({ length: 120 }, (_, index) => `wamid.KILL${index}`);
    const bodies = wamids.map((wamid) =>
      envelopeOf([{ field: 'messages', value: inboundValue([textMessage(wamid, wamid)]) }]),
    );
    const acknowledged = new Set<number>();

    for (let round = 0; acknowledged.size < bodies.length; round += 1) {
      const server = start(database);
      const url = await server.url();
      const wanted = [...bodies.keys()].filter((index) => !acknowledged.has(index));
      const deliveries = wanted.map(async (index) => {
        const body = bodies[index] ?? '';
        const response = await fetch(`${url}/api/waba/webhook`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-hub-signature-256': signBody(SECRET, Buffer.from(body)) },
          body,
        }).catch(() => undefined);
        if (response?.status === 200) acknowledged.add(index);
        // In the middle of it, with bodies accepted, bodies being applied and bodies on their way.
        if (acknowledged.size >= 30 * (round + 1)) server.signal('SIGKILL');
      });
      await Promise.all(deliveries);
      server.signal('SIGKILL');
      await server.exited;
    }

    // The leases of the dead end by themselves after seconds; the test does not wait for it.
    await client.query('update webhook_inbox set lease_expires_at = now()');
    await start(database).url();
    await until(async () => (await client.query(`select 1 from webhook_inbox where state = 'new'`)).rowCount === 0);
    expect(await countMessages(client)).toBe(wamids.length);
    const { rows } = await client.query('select unread_count, message_count from chats');
    expect(rows).toEqual([{ unread_count: wamids.length, message_count: wamids.length }]);
    const events = await client.query(`select count(*)::integer as count from events where type = 'message.received'`);
    expect(events.rows).toEqual([{ count: wamids.length }]);
  });

  it('answers 503 with Retry-After while the database cannot take the body, never 200, and 200 afterwards', async () => {
    const desk = await startTestDesk();
    cleanUps.push(() => desk.close());
    const blocker = new Client({ connectionString: desk.app.config.databaseUrl });
    await blocker.connect();
    await blocker.query('begin; lock table webhook_inbox in access exclusive mode');
    const body = envelopeOf([{ field: 'messages', value: inboundValue([textMessage('wamid.BLOCKED', 'x')]) }]);
    const headers = { 'x-hub-signature-256': signBody(desk.appSecret, Buffer.from(body)) };
    const answer = await desk.app.call<{ code: string }>('POST', '/api/waba/webhook', { body, headers });
    expect([answer.status, answer.body.code, answer.headers.get('retry-after')]).toEqual([503, 'DB_UNAVAILABLE', '5']);
    await blocker.query('rollback');
    await blocker.end();
    expect(await desk.post(body)).toBe(200);
    await desk.settled();
    expect(await desk.count(`messages where wamid = 'wamid.BLOCKED'`)).toBe(1);
  });
});
