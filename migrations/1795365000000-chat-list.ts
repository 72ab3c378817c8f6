import { MigrationInterface, QueryRunner } from 'typeorm';

/** Where a chat stands in lists; the queries say it in the same words, or no index fits them. */
const ACTIVITY = '(coalesce(last_message_at, created_at))';

/**
 * What a search by name looks in. ICU's rules for capital letters, as the database's own may know those of English alone. Where they
 * do, pg_trgm finds no words in other alphabets either: Cyrillic stands in Latin letters here. Two names may read alike then, so the
 * queries look at the names themselves as well.
 */
const CUSTOMER_NAMES = `lower((coalesce(name, '') || e'\\n' || coalesce(profile_name, '') || e'\\n' || coalesce(username, '')) collate "und-x-icu")`;
const CUSTOMER_KEY = `translate(${CUSTOMER_NAMES}, 'абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһіїєґў', 'abvgdeejzijklmnoprstufhc4wwqyqeuaagkn8uuhiiegu')`;

const UP = [
  // A trusted extension: whoever may create in the database may create it.
  'create extension if not exists pg_trgm',
  // Each list of an operator is a few of these read from their end: a channel's chats, those of one operator or nobody, the open, the unread.
  `create index chats_channel_activity_idx on chats (channel_id, ${ACTIVITY}, id)`,
  `create index chats_channel_assignee_activity_idx on chats (channel_id, assignee_id, ${ACTIVITY}, id) where assignee_id is not null`,
  `create index chats_unassigned_idx on chats (channel_id, ${ACTIVITY}, id) where assignee_id is null`,
  `create index chats_open_idx on chats (channel_id, ${ACTIVITY}, id) where status = 'open'`,
  `create index chats_unread_idx on chats (channel_id, ${ACTIVITY}, id) where unread_count > 0`,
  'drop index chats_last_message_at_idx',
  `create index customers_search_idx on customers using gin ((${CUSTOMER_KEY}) gin_trgm_ops)`,
  `create index customer_identities_wa_id_idx on customer_identities using gin (value gin_trgm_ops) where kind = 'wa_id'`,
];

// The extension stays: others may use it.
const DOWN = [
  'drop index customer_identities_wa_id_idx',
  'drop index customers_search_idx',
  'create index chats_last_message_at_idx on chats (last_message_at, id)',
  'drop index chats_unread_idx',
  'drop index chats_open_idx',
  'drop index chats_unassigned_idx',
  'drop index chats_channel_assignee_activity_idx',
  'drop index chats_channel_activity_idx',
];

export class ChatList1795365000000 implements MigrationInterface {
  name = 'ChatList1795365000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}
