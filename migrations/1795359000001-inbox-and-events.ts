import { MigrationInterface, QueryRunner } from 'typeorm';

/** Raw bodies Meta sent. Rows of a past day leave with their partition; a row is `new` until its effects are committed. */
const WEBHOOK_INBOX = `create table webhook_inbox (
    id bigint generated always as identity,
    day date not null default (now() at time zone 'utc')::date,
    received_at timestamptz not null,
    body bytea not null,
    state text not null default 'new',
    tries smallint not null default 0,
    lease_owner uuid,
    lease_expires_at timestamptz,
    applied_at timestamptz,
    reason text,
    constraint webhook_inbox_pkey primary key (id, day),
    constraint webhook_inbox_state_check check (state in ('new', 'applied', 'dead'))
  ) partition by range (day)`;

/**
 * The sequence of everything a UI could show. A row names what changed; the doors render it when they serve it, with links signed
 * for the one who asks. \`tx\` orders rows by transaction, so that a late commit is never skipped.
 */
const EVENTS = `create table events (
    id bigint generated always as identity,
    day date not null default (now() at time zone 'utc')::date,
    tx xid8 not null default pg_current_xact_id(),
    type text not null,
    version smallint not null default 1,
    occurred_at timestamptz not null,
    channel_id bigint,
    chat_id bigint,
    message_id bigint,
    data jsonb not null default '{}',
    constraint events_pkey primary key (id, day)
  ) partition by range (day)`;

/** Makes the daily partitions from yesterday to \`days_ahead\`; what exists stays as it is. */
const MAKE_PARTITIONS = `create function make_daily_partitions(days_ahead integer) returns void language plpgsql as $$
  declare
    parent text;
    first_day date := (now() at time zone 'utc')::date - 1;
    one_day date;
  begin
    foreach parent in array array['webhook_inbox', 'events'] loop
      for one_day in select generate_series(first_day, first_day + 1 + days_ahead, interval '1 day')::date loop
        execute format('create table if not exists %I partition of %I for values from (%L) to (%L)',
          parent || '_' || to_char(one_day, 'YYYYMMDD'), parent, one_day, one_day + 1);
      end loop;
    end loop;
  end $$`;

const UP = [
  WEBHOOK_INBOX,
  `create index webhook_inbox_new_idx on webhook_inbox (id) where state = 'new'`,
  `create index webhook_inbox_dead_idx on webhook_inbox (id) where state = 'dead'`,
  EVENTS,
  'create index events_tx_id_idx on events (tx, id)',
  MAKE_PARTITIONS,
  'select make_daily_partitions(7)',
];

const DOWN = ['drop function make_daily_partitions(integer)', 'drop table events', 'drop table webhook_inbox'];

export class InboxAndEvents1795359000001 implements MigrationInterface {
  name = 'InboxAndEvents1795359000001';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}
