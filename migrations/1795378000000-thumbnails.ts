import { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  // By the bytes of the image, not by its row: where two chats carry the same photo, one thumbnail does for both.
  `create table media_thumbnails (
    sha256 text not null,
    storage_key text,
    created_at timestamptz not null,
    constraint media_thumbnails_pkey primary key (sha256)
  )`,
  'create index media_thumbnails_storage_key_idx on media_thumbnails (storage_key)',
];

const DOWN = ['drop table media_thumbnails'];

export class Thumbnails1795378000000 implements MigrationInterface {
  name = 'Thumbnails1795378000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}
