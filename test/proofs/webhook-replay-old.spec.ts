import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import type { ApiAnswer, TestUser } from '../support/test-app.js';
import { startTestDesk, type TestDesk, until } from '../support/test-desk.js';

interface Answer {
  code: string;
  error: string;
  state: string;
  replayed: number;
}

describe('replaying webhooks whose partition is dropped soon', () => {
  let desk: TestDesk;
  let admin: TestUser & { token: string };

  beforeAll(async () => {
    desk = await startTestDesk();
    admin = await desk.app.signedIn({ role: 'admin' });
  });
  afterAll(() => desk?.close());

  const replay = (path: string, body?: unknown): Promise<ApiAnswer<Answer>> =>
    desk.app.call('POST', `/api/admin/webhooks/${path}`, { token: admin.token, body });
  /** A body of so many days ago, by the clock of the database, in a partition of its own. */
  const bodyOf = async (daysAgo: number, state: 'dead' | 'new'): Promise<{ id: number; partition: string }> => {
    const [days] = await desk.app.rows<{ from: string; to: string }>(
      `select (today - $1::integer)::text as from, (today - $1::integer + 1)::text as to
       from (select (now() at time zone 'utc')::date as today) as clock`,
      [daysAgo],
    );
    const partition = `webhook_inbox_${days?.from.replaceAll('-', '')}`;
    await desk.app.rows(
      `create table if not exists ${partition} partition of webhook_inbox for values from ('${days?.from}') to ('${days?.to}')`,
    );
    const [row] = await desk.app.rows<{ id: number }>(
      `insert into webhook_inbox (day, received_at, body, state, reason, lease_expires_at)
       values ($1, now(), '{', $2, 'invalid_json', case when $2 = 'new' then now() + interval '1 hour' end) returning id`,
      [days?.from, state],
    );
    return { id: row?.id ?? 0, partition };
  };
  const stateOf = async (id: number): Promise<string | undefined> =>
    (await desk.app.rows<{ state: string }>('select state from webhook_inbox where id = $1', [id]))[0]?.state;

  it('is possible for 13 days', async () => {
    const { id } = await bodyOf(13, 'dead');
    expect(await replay(`${id}/replay`)).toMatchObject({ status: 202, body: { state: 'new' } });
    await desk.settled();
  });

  it('is refused afterwards in so many words, and the body stays as it is', async () => {
    const { id } = await bodyOf(14, 'dead');
    const { status, body } = await replay(`${id}/replay`);
    expect([status, body.code]).toEqual([404, 'WEBHOOK_NOT_FOUND']);
    expect(body.error).toBe(
      'The webhook is more than 13 days old and about to be deleted; it cannot be applied once more.',
    );
    expect(await stateOf(id)).toBe('dead');
    expect(await desk.count(`audit_log where action = 'webhook.replayed' and object_id = '${id}'`)).toBe(0);
  });

  it('leaves such bodies out of a range', async () => {
    const [old, young] = [await bodyOf(20, 'dead'), await bodyOf(5, 'dead')];
    const { status, body } = await replay('replay', { state: 'dead', afterId: old.id - 1, limit: 100 });
    expect([status, body.replayed]).toEqual([202, 1]);
    await desk.settled();
    expect(await stateOf(old.id)).toBe('dead');
    expect(await stateOf(young.id)).toBe('dead');
  });

  it('leaves one that still waits to the worker, however old it is', async () => {
    const { id } = await bodyOf(21, 'new');
    expect(await replay(`${id}/replay`)).toMatchObject({ status: 202, body: { state: 'new' } });
    await desk.app.rows('delete from webhook_inbox where id = $1', [id]);
  });

  it('answers 404 while the partition is on its way out, also for a body that was young enough', async () => {
    const { id, partition } = await bodyOf(10, 'dead');
    const connect = async (): Promise<Client> => {
      const client = new Client({ connectionString: desk.app.config.databaseUrl });
      await client.connect();
      return client;
    };
    const [reader, dropper] = [await connect(), await connect()];
    await reader.query('begin; select 1 from webhook_inbox limit 1');
    const detached = dropper.query(`alter table webhook_inbox detach partition ${partition} concurrently`);
    await until(async () => (await desk.count('pg_inherits where inhdetachpending')) === 1);
    const [one, range] = [await replay(`${id}/replay`), await replay('replay', { afterId: id - 1, limit: 100 })];
    await reader.query('commit');
    await detached;
    expect([one.status, one.body.code, range.status, range.body.replayed]).toEqual([404, 'WEBHOOK_NOT_FOUND', 202, 0]);
    expect((await replay(`${id}/replay`)).status).toBe(404);
    await Promise.all([reader.end(), dropper.end()]);
  });
});
