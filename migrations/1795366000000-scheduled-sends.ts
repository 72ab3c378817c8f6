import { MigrationInterface, QueryRunner } from 'typeorm';

export class ScheduledSends1795366000000 implements MigrationInterface {
  name = 'ScheduledSends1795366000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table messages add column scheduled_at timestamptz');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table messages drop column scheduled_at');
  }
}
