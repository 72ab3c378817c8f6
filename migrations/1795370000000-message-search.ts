import { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  // A trusted extension: whoever may create in the database may create it, and every PostgreSQL ships it.
  'create extension if not exists pg_trgm',
  // No foreign key to chats: a message leaves with its chat, and its row here with the message.
  `create table message_search (
    message_id bigint not null constraint message_search_message_id_fkey references messages (id) on delete cascade,
    chat_id bigint not null,
    text text not null,
    key text not null,
    constraint message_search_pkey primary key (message_id)
  )`,
  'create index message_search_chat_id_message_id_idx on message_search (chat_id, message_id)',
  // Every search reads the entries that are pending, so there are few; without any the filling is five times slower (measured).
  'create index message_search_key_idx on message_search using gin (key gin_trgm_ops) with (gin_pending_list_limit = 1024)',
  // How common a fragment is decides between this index and reading from the newest message on: a small sample guesses badly.
  'alter table message_search alter column key set statistics 1000',
  `create table message_search_position (
    id smallint not null default 1 constraint message_search_position_id_check check (id = 1),
    indexed_up_to bigint not null default 0,
    boundary bigint,
    boundary_tx xid8,
    event_tx xid8,
    event_id bigint,
    constraint message_search_position_pkey primary key (id)
  )`,
  'insert into message_search_position default values',
];

// The extension stays: others may use it.
const DOWN = ['drop table message_search_position', 'drop table message_search'];

export class MessageSearch1795370000000 implements MigrationInterface {
  name = 'MessageSearch1795370000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}
