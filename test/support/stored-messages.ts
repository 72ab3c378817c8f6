import { randomUUID } from 'node:crypto';
import type { TestApp } from './test-app.js';

/** A row of `messages` in the words of the database; what is left out is an inbound text of the customer. */
export interface StoredMessage {
  id?: number;
  chat_id: number;
  channel_id: number;
  direction?: 'in' | 'out';
  type?: string;
  content?: string;
  caption?: string;
  wamid?: string | null;
  sender_user_id?: number | null;
  timestamp: string;
  status?: string;
  sent_at?: string;
  delivered_at?: string;
  read_at?: string;
}

/** Writes messages as they stand after everything has happened to them, an accepted attempt for each of ours, and counts them. */
export async function storeMessages(app: TestApp, messages: readonly StoredMessage[]): Promise<number[]> {
  const rows = messages.map((message) => ({
    direction: 'in',
    origin: message.direction === 'out' ? 'operator' : 'customer',
    type: 'text',
    content: 'Здравствуйте',
    details: {},
    wamid: `wamid.${randomUUID()}`,
    status: message.direction === 'out' ? 'sent' : 'received',
    created_at: message.timestamp,
    ...message,
  }));
  const stored = await app.rows<{ id: number }>(
    `insert into messages (id, chat_id, channel_id, direction, origin, type, content, caption, details, wamid, sender_user_id, timestamp,
       status, sent_at, delivered_at, read_at, created_at)
     select coalesce(row.id, nextval(pg_get_serial_sequence('messages', 'id'))), chat_id, channel_id, direction, origin, type, content,
       caption, details, wamid, sender_user_id, timestamp, status, sent_at, delivered_at, read_at, created_at
     from jsonb_populate_recordset(null::messages, $1::jsonb) as row returning id`,
    [JSON.stringify(rows)],
  );
  const ids = stored.map(({ id }) => id);
  await app.rows(
    `insert into send_attempts (id, message_id, channel_id, number, state, wamid, created_at, sent_at, delivered_at, read_at)
     select gen_random_uuid(), id, channel_id, 1, 'accepted', wamid, timestamp, sent_at, delivered_at, read_at
     from messages where id = any($1) and direction = 'out'`,
    [ids],
  );
  await app.rows(
    `update chats set message_count = message_count + added.count
     from (select chat_id, count(*)::integer as count from messages where id = any($1) group by chat_id) as added
     where chats.id = added.chat_id`,
    [ids],
  );
  return ids;
}
