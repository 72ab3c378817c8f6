import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { MediaThumbnail } from './media-thumbnail.entity.js';

/** What is known of the thumbnail of an image: where it lies, or when making it may be tried again. */
export type KnownThumbnail = Pick<MediaThumbnail, 'storageKey' | 'tries' | 'nextAt'>;

@Injectable()
export class ThumbnailsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** By the hash of the image; undefined where nobody has tried yet. */
  async find(sha256: string): Promise<KnownThumbnail | undefined> {
    const [row]: KnownThumbnail[] = await this.dataSource.query(
      'select storage_key as "storageKey", tries, next_at as "nextAt" from media_thumbnails where sha256 = $1',
      [sha256],
    );
    return row;
  }

  /** One that could not be made takes the place of none that was made meanwhile. */
  async save(sha256: string, { storageKey, tries, nextAt }: KnownThumbnail, at: Date): Promise<void> {
    await this.dataSource.query(
      `insert into media_thumbnails as known (sha256, storage_key, tries, next_at, created_at) values ($1, $2, $3, $4, $5)
       on conflict (sha256) do update set storage_key = excluded.storage_key, tries = excluded.tries, next_at = excluded.next_at
       where known.storage_key is null or excluded.storage_key is not null`,
      [sha256, storageKey, tries, nextAt, at],
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
