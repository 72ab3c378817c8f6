import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { MediaStore } from './media-store.js';

/** An instance that has not been asked whether it is ready for so long counts for nothing any more. By the database's clock. */
const LIVE = `interval '60 seconds'`;

/** Whether all live instances keep their files in one place: a file stored by one is asked of another a moment later. */
@Injectable()
export class SharedStoreService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly store: MediaStore,
  ) {}

  /** Throws where an instance that was there first keeps its files elsewhere; of two it is the later one that steps back. */
  async assertShared(): Promise<void> {
    const marker = await this.store.marker();
    if (marker === null) return;
    await this.dataSource.query(
      `insert into media_stores as store (marker, first_seen_at, seen_at) values ($1, now(), now())
       on conflict (marker) do update set seen_at = now(),
         first_seen_at = case when store.seen_at < now() - ${LIVE} then now() else store.first_seen_at end`,
      [marker],
    );
    const elder: unknown[] = await this.dataSource.query(
      `select 1 from media_stores own join media_stores other on other.marker <> own.marker
       where own.marker = $1 and other.seen_at > now() - ${LIVE}
         and (other.first_seen_at, other.marker) < (own.first_seen_at, own.marker) limit 1`,
      [marker],
    );
    if (elder.length > 0) throw new Error('another instance keeps its files in another folder');
  }
}
