import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { canSeeChat } from '../../src/chats/domain/chat-access.js';
import { type AttemptFacts, attemptStatus, ATTEMPT_STATUS_SQL } from '../../src/messages/domain/attempt-status.js';
import { ATTEMPT_STATES } from '../../src/messages/domain/message.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

/*
 * People: 1 admin, 2 supervisor and 3, 4 operators of channel 1; 5 supervisor and 6 operator of channel 2; 7 operator of nothing;
 * 8 a disabled admin, 9 a disabled operator of channel 1. Channel 1 shows its operators all chats, channel 2 only their own and
 * what nobody has.
 */
const WORLD = `
  insert into users (id, email, name, password_hash, role, disabled_at)
    select id, id || '@example.com', 'Anna', '', role, case when id >= 8 then now() end
    from unnest(array['admin', 'supervisor', 'operator', 'operator', 'supervisor', 'operator', 'operator', 'admin', 'operator'])
      with ordinality as people (role, id);
  insert into channels (id, name, phone_number_id, waba_id, access_policy)
    values (1, 'Open', '1', '1', 'all_chats'), (2, 'Closed', '2', '2', 'own_and_unassigned');
  insert into channel_members (channel_id, user_id) values (1, 2), (1, 3), (1, 4), (1, 9), (2, 5), (2, 6);
  insert into customers (id) select generate_series(1, 6);
  insert into chats (id, channel_id, customer_id, assignee_id, created_at, updated_at)
    values (11, 1, 1, null, now(), now()), (12, 1, 2, 3, now(), now()), (13, 1, 3, 4, now(), now()),
      (21, 2, 4, null, now(), now()), (22, 2, 5, 6, now(), now()), (23, 2, 6, 3, now(), now())`;

describe('the rules that are written in SQL', () => {
  let database: TestDatabase;
  let client: Client;

  beforeAll(async () => {
    database = await createTestDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query(WORLD);
  });

  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  async function visibleTo(userId: number): Promise<number[]> {
    const sql = `select array_agg(chat.id::integer order by chat.id) as ids from chats chat where ${canSeeChat('chat', '$1')}`;
    const { rows } = await client.query<{ ids: number[] | null }>(sql, [userId]);
    return rows[0]?.ids ?? [];
  }

  it.each([
    ['an admin everything', 1, [11, 12, 13, 21, 22, 23]],
    ['a supervisor the whole of the own channel', 2, [11, 12, 13]],
    ['an operator all chats where the channel shows all', 3, [11, 12, 13]],
    ['a supervisor the whole of a channel that hides', 5, [21, 22, 23]],
    ['an operator the own chats and the free ones where the channel hides', 6, [21, 22]],
    ['an operator of no channel nothing', 7, []],
    ['a disabled admin nothing', 8, []],
    ['a disabled operator nothing', 9, []],
    ['a stranger nothing', 99, []],
  ])('show %s', async (_, userId, expected) => {
    expect(await visibleTo(userId)).toEqual(expected);
  });

  it('show a chat no longer to an operator who left the channel, though it is still assigned', async () => {
    await client.query('begin');
    await client.query('delete from channel_members where user_id = 6');
    expect(await visibleTo(6)).toEqual([]);
    await client.query('rollback');
    expect(await visibleTo(6)).toEqual([21, 22]);
  });

  it('give an attempt the status that attemptStatus gives it, for every subset of facts', async () => {
    const { rows } = await client.query<AttemptFacts & { status: string }>(
      `select *, ${ATTEMPT_STATUS_SQL} as status from (
         select state, case when bits & 1 > 0 then now() end as sent_at, case when bits & 2 > 0 then now() end as delivered_at,
           case when bits & 4 > 0 then now() end as read_at, case when bits & 8 > 0 then now() end as failed_at
         from unnest($1::text[]) as state, generate_series(0, 15) as bits
       ) as attempt
       cross join lateral (select sent_at as "sentAt", delivered_at as "deliveredAt", read_at as "readAt", failed_at as "failedAt") as names`,
      [ATTEMPT_STATES],
    );
    expect(rows).toHaveLength(80);
    expect(rows.filter((facts) => attemptStatus(facts) !== facts.status)).toEqual([]);
  });
});
