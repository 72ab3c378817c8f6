import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';

export interface NewUpload {
  userId: number;
  mimeType: string;
  size: number;
  sha256: string;
  storageKey: string;
  filename: string | null;
  createdAt: Date;
  expiresAt: Date;
}

export type ExpiredUpload = Pick<NewUpload, 'storageKey' | 'sha256'> & { id: number };

export type WaitingUpload = Pick<NewUpload, 'storageKey' | 'size' | 'sha256' | 'filename'>;

/** Files operators have uploaded: rows of `media` without a chat. */
@Injectable()
export class UploadsRepository {
  constructor(private readonly dataSource: DataSource) {}

  async insert(manager: EntityManager, upload: NewUpload): Promise<number> {
    const [row]: { id: number }[] = await manager.query(
      `insert into media (uploaded_by, state, mime_type, size, sha256, storage_key, filename, created_at, expires_at)
       values ($1, 'available', $2, $3, $4, $5, $6, $7, $8) returning id`,
      [
        upload.userId,
        upload.mimeType,
        upload.size,
        upload.sha256,
        upload.storageKey,
        upload.filename,
        upload.createdAt,
        upload.expiresAt,
      ],
    );
    if (row === undefined) throw new Error('a new upload has no id');
    return row.id;
  }

  async waitingOf(manager: EntityManager, userId: number, now: Date): Promise<{ files: number; bytes: number }> {
    const [row]: { files: number; bytes: number }[] = await manager.query(
      `select count(*) as files, coalesce(sum(size), 0)::bigint as bytes from media where uploaded_by = $1 and expires_at > $2`,
      [userId, now],
    );
    return row ?? { files: 0, bytes: 0 };
  }

  /** An upload of this user that has not expired. */
  async find(userId: number, id: number, now: Date): Promise<WaitingUpload | undefined> {
    const [row]: WaitingUpload[] = await this.dataSource.query(
      `select storage_key as "storageKey", size, sha256, filename from media where id = $2 and uploaded_by = $1 and expires_at > $3`,
      [userId, id, now],
    );
    return row;
  }

  /** Those behind `afterId`, by their ids. */
  findExpired(now: Date, afterId: number, limit: number): Promise<ExpiredUpload[]> {
    return this.dataSource.query(
      `select id, storage_key as "storageKey", sha256 from media where expires_at <= $1 and id > $2 order by id limit $3`,
      [now, afterId, limit],
    );
  }

  /** True where another row needs these bytes. */
  async isShared(id: number, storageKey: string): Promise<boolean> {
    const rows: unknown[] = await this.dataSource.query(
      `select 1 from media other join media own on own.id = $1 and other.sha256 = own.sha256
       where other.id <> $1 and other.storage_key = $2 limit 1`,
      [id, storageKey],
    );
    return rows.length > 0;
  }

  async remove(id: number): Promise<void> {
    await this.dataSource.query('delete from media where id = $1 and chat_id is null', [id]);
  }
}
