import type pg from 'pg';
import type { StoredRows } from './history.js';

const QUERIES: Record<keyof StoredRows, string> = {
  messages: `select id::integer, chat_id::integer as "chatId", direction, content, wamid, status,
      coalesce(error->>'own', error->>'code') as "errorCode", client_message_id as key,
      (extract(epoch from timestamp) * 1000)::float8 as timestamp
    from messages order by id`,
  attempts: `select id, message_id::integer as "messageId", number, state, wamid from send_attempts order by message_id, number`,
  receipts: `select wamid, status, attempt_id as "attemptId" from receipts order by id`,
  chats: `select chats.id::integer, identity.value as customer, message_count as "messageCount", unread_count as "unreadCount",
      read_up_to_id::integer as "readUpToId", last_message_id::integer as "lastMessageId"
    from chats join customer_identities identity on identity.customer_id = chats.customer_id and identity.kind = 'wa_id' order by chats.id`,
  events: `select id::integer, type, chat_id::integer as "chatId", message_id::integer as "messageId" from events order by tx, id`,
  audits: `select object_id::integer as "messageId" from audit_log where action = 'message.sent' order by id`,
  inbox: `select state, reason from webhook_inbox order by id`,
};

/** What the database holds, as the history checker wants it. */
export async function readStoredRows(client: pg.Client): Promise<StoredRows> {
  const rows: Partial<Record<keyof StoredRows, unknown[]>> = {};
  for (const [name, sql] of Object.entries(QUERIES)) {
    rows[name as keyof StoredRows] = (await client.query<Record<string, unknown>>(sql)).rows;
  }
  return rows as StoredRows;
}
