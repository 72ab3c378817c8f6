import { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  'alter table send_attempts add column limited_at timestamptz',
  'alter table chat_queue add column limited_at timestamptz',
  'create index chat_queue_limited_idx on chat_queue (channel_id, limited_at) where limited_at is not null',
  'create index chat_queue_channel_id_next_at_idx on chat_queue (channel_id, next_at) where next_at is not null',
];

const DOWN = [
  'drop index chat_queue_channel_id_next_at_idx',
  'drop index chat_queue_limited_idx',
  'alter table chat_queue drop column limited_at',
  'alter table send_attempts drop column limited_at',
];

export class LimitedTemplates1795380200000 implements MigrationInterface {
  name = 'LimitedTemplates1795380200000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}
