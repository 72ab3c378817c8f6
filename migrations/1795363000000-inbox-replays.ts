import { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  // Set while a body waits to be applied once more, so that what comes in now need not wait behind it.
  'alter table webhook_inbox add column is_replay boolean not null default false',
  'drop index webhook_inbox_new_idx',
  `create index webhook_inbox_new_idx on webhook_inbox (is_replay, id) where state = 'new'`,
];

const DOWN = [
  'drop index webhook_inbox_new_idx',
  `create index webhook_inbox_new_idx on webhook_inbox (id) where state = 'new'`,
  'alter table webhook_inbox drop column is_replay',
];

export class InboxReplays1795363000000 implements MigrationInterface {
  name = 'InboxReplays1795363000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}
