import { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `create table stream_tickets (
    hash bytea not null,
    session_id uuid not null,
    user_id bigint not null,
    expires_at timestamptz not null,
    token_expires_at timestamptz not null,
    constraint stream_tickets_pkey primary key (hash),
    constraint stream_tickets_session_id_fkey foreign key (session_id) references sessions (id) on delete cascade
  )`,
  'create index stream_tickets_session_id_idx on stream_tickets (session_id)',
  'create index stream_tickets_expires_at_idx on stream_tickets (expires_at)',
];

export class StreamTickets1795376500000 implements MigrationInterface {
  name = 'StreamTickets1795376500000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table stream_tickets');
  }
}
