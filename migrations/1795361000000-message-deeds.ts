import { MigrationInterface, QueryRunner } from 'typeorm';

export class MessageDeeds1795361000000 implements MigrationInterface {
  name = 'MessageDeeds1795361000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    // Who retried or cancelled a message. Partial: every send has a row, and who sent it stands in `messages`.
    await queryRunner.query(
      `create index audit_log_message_deeds_idx on audit_log (object_id) where object_type = 'message' and action <> 'message.sent'`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop index audit_log_message_deeds_idx');
  }
}
