import { randomUUID } from 'node:crypto';
import { EntityManager } from 'typeorm';
import { OPERATOR_ID } from './demo-people.js';

/** A chat of the operator whose customer wrote an hour ago. */
export const SCHEDULED_CHAT_ID = 204;
/** Between the ids of the other chats' messages and those of the example, which the contract gives. */
export const SCHEDULED_MESSAGE_ID = 300;

const HOUR_MS = 60 * 60 * 1000;
/** Tomorrow, while the window that is open now still is. */
const AHEAD_HOURS = 21;

/** A message an operator has scheduled for tomorrow, as `send` with `scheduledAt` would have stored it. The chat must be there. */
export async function insertScheduledMessage(manager: EntityManager, now: Date): Promise<void> {
  const at = new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS + AHEAD_HOURS * HOUR_MS);
  await manager.query(
    `insert into messages (id, chat_id, channel_id, direction, origin, type, content, sender_user_id, timestamp, created_at, scheduled_at, status)
     select $1, id, channel_id, 'out', 'operator', 'text', $2, $3, $4, $4, $5, 'pending' from chats where id = $6`,
    [SCHEDULED_MESSAGE_ID, 'Доброе утро! Заказ уже у вас?', OPERATOR_ID, now, at, SCHEDULED_CHAT_ID],
  );
  await manager.query(
    `insert into send_attempts (id, message_id, channel_id, number, state, created_at)
     select $1, id, channel_id, 1, 'queued', scheduled_at from messages where id = $2`,
    [randomUUID(), SCHEDULED_MESSAGE_ID],
  );
  await manager.query(
    `insert into chat_queue (chat_id, channel_id, next_at) select chat_id, channel_id, scheduled_at from messages where id = $1`,
    [SCHEDULED_MESSAGE_ID],
  );
  await manager.query('update chats set message_count = message_count + 1 where id = $1', [SCHEDULED_CHAT_ID]);
}
