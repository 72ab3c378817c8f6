import { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  'alter table media_thumbnails add column tries integer not null default 0',
  'alter table media_thumbnails add column next_at timestamptz',
  // Which of them were only slow nobody noted: each may be tried once more.
  'delete from media_thumbnails where storage_key is null',
];

const DOWN = ['alter table media_thumbnails drop column next_at', 'alter table media_thumbnails drop column tries'];

export class ThumbnailTries1795380100000 implements MigrationInterface {
  name = 'ThumbnailTries1795380100000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}
