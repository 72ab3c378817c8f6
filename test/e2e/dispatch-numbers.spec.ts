import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NumberRate } from '../../src/messages/dispatch/number-rate.service.js';
import { GRAPH_TOKEN, startTestDesk, type TestDesk, until } from '../support/test-desk.js';

/** More than a process works on at once. */
const CROWD = 150;

describe('numbers beside each other', () => {
  let desk: TestDesk;

  beforeAll(async () => {
    desk = await startTestDesk();
  });
  afterAll(() => desk.close());

  /** Texts of strangers' chats that are due, as scheduled ones are when their time has come. */
  const queue = async (channelId: number, firstPhone: number, count: number): Promise<number[]> => {
    const rows = await desk.app.rows<{ id: number }>(
      `with numbers as materialized (
         select number, nextval(pg_get_serial_sequence('customers', 'id')) as customer_id,
           nextval(pg_get_serial_sequence('chats', 'id')) as chat_id, nextval(pg_get_serial_sequence('messages', 'id')) as message_id
         from generate_series($2::bigint, $2::bigint + $3::integer - 1) as number
       ), customers as (
         insert into customers (id, profile_name) select customer_id, 'Айгуль' from numbers
       ), identities as (
         insert into customer_identities (customer_id, kind, value) select customer_id, 'wa_id', number from numbers
       ), chats as (
         insert into chats (id, channel_id, customer_id, created_at, updated_at, last_inbound_at)
         select chat_id, $1, customer_id, $4, $4, $4 from numbers
       ), messages as (
         insert into messages (id, chat_id, channel_id, direction, origin, type, content, sender_user_id, timestamp, created_at, status)
         select message_id, chat_id, $1, 'out', 'operator', 'text', 'из очереди', $5, $4, $4, 'pending' from numbers
       ), attempts as (
         insert into send_attempts (id, message_id, channel_id, number, state, created_at)
         select gen_random_uuid(), message_id, $1, 1, 'queued', $4 from numbers
       ), work as (
         insert into chat_queue (chat_id, channel_id, next_at) select chat_id, $1, $4 from numbers
       )
       select message_id as id from numbers`,
      [channelId, firstPhone, count, desk.app.clock.now(), desk.operator.id],
    );
    return rows.map(({ id }) => id);
  };

  it('one that Meta throttles has not all the room, however much waits to be sent from it', async () => {
    const throttled = await desk.app.createChannel({ phoneNumberId: '106540352242923', wabaAccessToken: GRAPH_TOKEN });
    await desk.app.app.get(NumberRate, { strict: false }).block(throttled.id, 3_600_000);
    await queue(throttled.id, 77_018_000_000, CROWD);
    await until(async () => (await desk.count('chat_queue where lease_owner is not null')) >= 100);
    const [id] = await queue(desk.fixture.channelId, 77_019_000_000, 1);
    await until(async () => (await desk.count(`messages where id = ${id} and wamid is not null`)) === 1);
    expect(await desk.count(`send_attempts where channel_id = ${throttled.id} and state <> 'queued'`)).toBe(0);
    // Who waits for a token goes home.
    await desk.app.rows('update channels set paused_at = now() where id = $1', [throttled.id]);
    await desk.app.rows('update channel_rate set blocked_until = null');
  });
});
