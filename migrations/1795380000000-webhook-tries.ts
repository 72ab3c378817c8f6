import { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  'alter table webhook_deliveries add column begun integer not null default 0',
  `update webhook_deliveries delivery set begun = greatest(delivery.tries, made.count)
   from (select delivery_id, count(*)::integer as count from webhook_attempts group by delivery_id) as made
   where made.delivery_id = delivery.id`,
  // They held the first KiB of what a receiver said, which may repeat what a customer wrote.
  'update webhook_attempts set answer = null where answer is not null',
];

const DOWN = ['alter table webhook_deliveries drop column begun'];

export class WebhookTries1795380000000 implements MigrationInterface {
  name = 'WebhookTries1795380000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}
