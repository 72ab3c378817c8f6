import { MigrationInterface, QueryRunner } from 'typeorm';

/** The silences of WhatsApp that were told of, by the moment each began: any number of processes tells of one once. */
const WEBHOOK_SILENCES = `create table webhook_silences (
    since timestamptz not null,
    told_at timestamptz not null,
    constraint webhook_silences_pkey primary key (since)
  )`;

export class WebhookSilences1795376700000 implements MigrationInterface {
  name = 'WebhookSilences1795376700000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(WEBHOOK_SILENCES);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table webhook_silences');
  }
}
