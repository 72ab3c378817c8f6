import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

@Injectable()
export class ThumbnailsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** By the hash of the image; undefined where nobody has tried yet. */
  async find(sha256: string): Promise<{ storageKey: string | null } | undefined> {
    const [row]: { storageKey: string | null }[] = await this.dataSource.query(
      'select storage_key as "storageKey" from media_thumbnails where sha256 = $1',
      [sha256],
    );
    return row;
  }

  async save(sha256: string, storageKey: string | null, at: Date): Promise<void> {
    await this.dataSource.query(
      `insert into media_thumbnails (sha256, storage_key, created_at) values ($1, $2, $3)
       on conflict (sha256) do update set storage_key = excluded.storage_key`,
      [sha256, storageKey, at],
    );
  }

  async remove(sha256: string): Promise<void> {
    await this.dataSource.query('delete from media_thumbnails where sha256 = $1', [sha256]);
  }

  /** True where another image has the same thumbnail, or somebody has sent it as a file. A key ends with the hash of its bytes. */
  async isShared(sha256: string, storageKey: string): Promise<boolean> {
    const rows: unknown[] = await this.dataSource.query(
      `select 1 from media_thumbnails where sha256 <> $1 and storage_key = $2
       union all select 1 from media where sha256 = right($2, 64) and storage_key = $2 limit 1`,
      [sha256, storageKey],
    );
    return rows.length > 0;
  }
}
