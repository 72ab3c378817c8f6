import { TEST_NOW } from './test-app.js';
import type { TestDesk } from './test-desk.js';

const PHONE = '77015550123';

/** The chat that every example of the contract speaks of, with an open window. */
export async function openChat123(desk: TestDesk): Promise<void> {
  const { app, fixture } = desk;
  const [customer] = await app.rows<{ id: number }>(
    `insert into customers (profile_name) values ('Данияр') returning id`,
  );
  await app.rows(`insert into customer_identities (customer_id, kind, value) values ($1, 'wa_id', $2)`, [
    customer?.id,
    PHONE,
  ]);
  await app.rows(
    'insert into chats (id, channel_id, customer_id, created_at, updated_at) values (123, $1, $2, $3, $3)',
    [fixture.channelId, customer?.id, TEST_NOW],
  );
  await desk.control('POST', 'inbound', { from: PHONE, type: 'text', text: { body: 'Мой заказ готов?' } });
  await desk.settled();
}
