import { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  'alter table send_attempts add column outside_window boolean not null default false',
  'alter table messages add column card_media bigint[]',
  'create index send_attempts_outside_idx on send_attempts (channel_id, posting_at) where outside_window',
  `create table account_reach (
    waba_id text not null,
    daily_limit integer not null,
    spare integer not null,
    full_until timestamptz,
    counted_at timestamptz not null,
    constraint account_reach_pkey primary key (waba_id)
  )`,
];

const DOWN = [
  'drop table account_reach',
  'drop index send_attempts_outside_idx',
  'alter table send_attempts drop column outside_window',
  'alter table messages drop column card_media',
];

export class ReachedCustomers1795377000000 implements MigrationInterface {
  name = 'ReachedCustomers1795377000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}
