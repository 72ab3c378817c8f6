import { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The last event that has left the table: who comes with an earlier position has missed something. One row, written before a
 * partition of events is dropped.
 */
const EVENT_HORIZON = `create table event_horizon (
    only_row boolean not null default true,
    tx xid8 not null,
    id bigint not null,
    constraint event_horizon_pkey primary key (only_row),
    constraint event_horizon_only_row_check check (only_row)
  )`;

export class EventHorizon1795376000000 implements MigrationInterface {
  name = 'EventHorizon1795376000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(EVENT_HORIZON);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table event_horizon');
  }
}
