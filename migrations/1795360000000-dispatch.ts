import { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  'alter table chat_queue alter column next_at drop not null',
  'alter table chat_queue add column channel_id bigint not null constraint chat_queue_channel_id_fkey references channels (id)',
  // Partial: most chats have nothing to send.
  'create index chat_queue_next_at_idx on chat_queue (next_at) where next_at is not null',
  'alter table send_attempts add column next_at timestamptz',
  `create index send_attempts_waiting_idx on send_attempts (message_id) where state in ('queued', 'posting')`,
  'alter table channels add column paused_at timestamptz',
  // A number's tokens of the present tenth of a second: worth nothing after a crash, so never written to the WAL.
  `create unlogged table channel_rate (
    channel_id bigint not null constraint channel_rate_pkey primary key,
    slice bigint not null default 0,
    taken integer not null default 0,
    blocked_until timestamptz
  )`,
];

const DOWN = [
  'drop table channel_rate',
  'alter table channels drop column paused_at',
  'drop index send_attempts_waiting_idx',
  'alter table send_attempts drop column next_at',
  'drop index chat_queue_next_at_idx',
  'alter table chat_queue drop column channel_id',
  'update chat_queue set next_at = now() where next_at is null',
  'alter table chat_queue alter column next_at set not null',
];

export class Dispatch1795360000000 implements MigrationInterface {
  name = 'Dispatch1795360000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}
