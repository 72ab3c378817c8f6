import { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  // A file on its way to us has no bytes yet, and one an operator has uploaded no chat.
  'alter table media alter column chat_id drop not null',
  'alter table media alter column mime_type drop not null',
  'alter table media alter column size drop not null',
  'alter table media alter column sha256 drop not null',
  'alter table media alter column storage_key drop not null',
  'alter table media add column reason text',
  'alter table media add column uploaded_by bigint constraint media_uploaded_by_fkey references users (id) on delete cascade',
  'alter table media add column expires_at timestamptz',
  'alter table media add constraint media_owner_check check (chat_id is not null or uploaded_by is not null)',
  `alter table media add constraint media_available_check check (
    state <> 'available' or (mime_type is not null and size is not null and sha256 is not null and storage_key is not null)
  )`,
  'create index media_uploaded_by_idx on media (uploaded_by) where uploaded_by is not null',
  'create index media_expires_at_idx on media (expires_at) where expires_at is not null',
  // Which files have the same bytes: Meta's id of one serves the others, and a file goes when its last row goes.
  'create index media_sha256_idx on media (sha256)',
  `create table media_downloads (
    media_id bigint not null constraint media_downloads_media_id_fkey references media (id) on delete cascade,
    message_id bigint not null constraint media_downloads_message_id_fkey references messages (id) on delete cascade,
    channel_id bigint not null constraint media_downloads_channel_id_fkey references channels (id),
    kind text not null,
    source_id text not null,
    source_sha256 text,
    expires_at timestamptz not null,
    tries integer not null default 0,
    next_at timestamptz,
    lease_owner uuid,
    lease_expires_at timestamptz,
    constraint media_downloads_pkey primary key (media_id)
  )`,
  'create index media_downloads_message_id_idx on media_downloads (message_id)',
  // Which folders live instances keep files in: they have to be one.
  `create table media_stores (
    marker uuid not null,
    first_seen_at timestamptz not null,
    seen_at timestamptz not null,
    constraint media_stores_pkey primary key (marker)
  )`,
  // Partial: what has arrived stays only for a retry by hand.
  'create index media_downloads_next_at_idx on media_downloads (next_at) where next_at is not null',
];

const DOWN = [
  'drop table media_stores',
  'drop table media_downloads',
  'drop index media_sha256_idx',
  'drop index media_expires_at_idx',
  'drop index media_uploaded_by_idx',
  `delete from media where chat_id is null or state <> 'available'`,
  'alter table media drop constraint media_available_check',
  'alter table media drop constraint media_owner_check',
  'alter table media drop column expires_at',
  'alter table media drop column uploaded_by',
  'alter table media drop column reason',
  'alter table media alter column storage_key set not null',
  'alter table media alter column sha256 set not null',
  'alter table media alter column size set not null',
  'alter table media alter column mime_type set not null',
  'alter table media alter column chat_id set not null',
];

export class Media1795374000000 implements MigrationInterface {
  name = 'Media1795374000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}
