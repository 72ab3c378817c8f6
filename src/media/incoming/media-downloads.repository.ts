import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import type { MediaKind } from '../../waba-gateway/protocol/limits.js';
import type { MediaFailure, MediaState } from '../domain/media-state.js';

/** A file a customer sent, with the message that carries it. */
export interface ExpectedFile {
  messageId: number;
  chatId: number;
  channelId: number;
  kind: MediaKind;
  sourceId: string;
  sourceSha256: string | null;
  filename: string | null;
  createdAt: Date;
  /** When Meta forgets its id. */
  expiresAt: Date;
}

/** A download in the hands of one worker. */
export interface ClaimedDownload {
  mediaId: number;
  channelId: number;
  kind: MediaKind;
  sourceId: string;
  sourceSha256: string | null;
  expiresAt: Date;
  /** This one included. */
  tries: number;
}

/** Where the change of a file is told. */
export interface DownloadPlace {
  messageId: number;
  chatId: number;
  channelId: number;
}

export interface ArrivedFile {
  mimeType: string;
  size: number;
  sha256: string;
  storageKey: string;
}

/** A worker renews its leases while it works; one that is silent for so long has died. By the database's clock. */
const LEASE = `interval '30 seconds'`;

@Injectable()
export class MediaDownloadsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Rows for files that are to come, due at once; the ids in the order given. */
  async insert(manager: EntityManager, files: readonly ExpectedFile[]): Promise<number[]> {
    const ids: { id: number }[] = await manager.query(
      `select nextval(pg_get_serial_sequence('media', 'id')) as id from generate_series(1, $1)`,
      [files.length],
    );
    const rows = JSON.stringify(files.map((file, index) => ({ ...file, mediaId: ids[index]?.id })));
    await manager.query(
      `insert into media (id, chat_id, state, filename, created_at)
       select "mediaId", "chatId", 'pending', filename, "createdAt"
       from jsonb_to_recordset($1::jsonb) as files ("mediaId" bigint, "chatId" bigint, filename text, "createdAt" timestamptz)`,
      [rows],
    );
    await manager.query(
      `insert into media_downloads (media_id, message_id, channel_id, kind, source_id, source_sha256, expires_at, next_at)
       select "mediaId", "messageId", "channelId", kind, "sourceId", "sourceSha256", "expiresAt", "createdAt"
       from jsonb_to_recordset($1::jsonb) as files ("mediaId" bigint, "messageId" bigint, "channelId" bigint, kind text,
         "sourceId" text, "sourceSha256" text, "expiresAt" timestamptz, "createdAt" timestamptz)`,
      [rows],
    );
    return ids.map(({ id }) => id);
  }

  /** Leases files that are due, the longest waiting first; what another worker holds or a customer took back is passed over. */
  async claim(owner: string, limit: number, now: Date): Promise<ClaimedDownload[]> {
    const [rows]: [ClaimedDownload[], number] = await this.dataSource.query(
      `update media_downloads set lease_owner = $1, lease_expires_at = now() + ${LEASE}, tries = tries + 1
       where media_id in (
         select download.media_id from media_downloads download join media on media.id = download.media_id
         where download.next_at <= $3 and media.withdrawn_at is null
           and (download.lease_expires_at is null or download.lease_expires_at < now())
         order by download.next_at limit $2 for update of download skip locked
       )
       returning media_id as "mediaId", channel_id as "channelId", kind, source_id as "sourceId",
         source_sha256 as "sourceSha256", expires_at as "expiresAt", tries`,
      [owner, limit, now],
    );
    return rows;
  }

  async renew(owners: readonly string[]): Promise<void> {
    await this.dataSource.query(
      `update media_downloads set lease_expires_at = now() + ${LEASE} where lease_owner = any($1::uuid[])`,
      [owners],
    );
  }

  /** Gives leases back unused: their tries do not count. */
  async release(owners: readonly string[]): Promise<void> {
    await this.dataSource.query(
      `update media_downloads set lease_owner = null, lease_expires_at = null, tries = greatest(tries - 1, 0)
       where lease_owner = any($1::uuid[])`,
      [owners],
    );
  }

  /** Ends this worker's try; `nextAt` null where none follows. Undefined where the lease is another's by now. */
  async endTry(
    manager: EntityManager,
    lease: { mediaId: number; owner: string },
    nextAt: Date | null,
  ): Promise<DownloadPlace | undefined> {
    const [rows]: [DownloadPlace[], number] = await manager.query(
      `update media_downloads download set next_at = $3, lease_owner = null, lease_expires_at = null
       from media where media.id = download.media_id and download.media_id = $1 and download.lease_owner = $2
       returning download.message_id as "messageId", download.channel_id as "channelId", media.chat_id as "chatId"`,
      [lease.mediaId, lease.owner, nextAt],
    );
    return rows[0];
  }

  /** False where the customer took the message back meanwhile. */
  async markAvailable(manager: EntityManager, mediaId: number, file: ArrivedFile): Promise<boolean> {
    const [, count]: [unknown, number] = await manager.query(
      `update media set state = 'available', reason = null, mime_type = $2, size = $3, sha256 = $4, storage_key = $5
       where id = $1 and withdrawn_at is null`,
      [mediaId, file.mimeType, file.size, file.sha256, file.storageKey],
    );
    return count === 1;
  }

  async markFailed(
    manager: EntityManager,
    mediaId: number,
    state: Exclude<MediaState, 'available'>,
    reason: MediaFailure,
  ): Promise<void> {
    await manager.query(`update media set state = $2, reason = $3 where id = $1`, [mediaId, state, reason]);
  }

  /** Makes a file that was given up due again, from the first try on. False where it was not given up, or its id has died. */
  async restart(manager: EntityManager, mediaId: number, now: Date): Promise<DownloadPlace | undefined> {
    const [rows]: [DownloadPlace[], number] = await manager.query(
      `update media_downloads download set next_at = $2, tries = 0
       from media where media.id = download.media_id and download.media_id = $1 and download.next_at is null
         and media.state = 'failed' and download.expires_at > $2
       returning download.message_id as "messageId", download.channel_id as "channelId", media.chat_id as "chatId"`,
      [mediaId, now],
    );
    if (rows[0] !== undefined) {
      await manager.query(`update media set state = 'pending', reason = null where id = $1`, [mediaId]);
    }
    return rows[0];
  }

  /** Makes what waits for its next try due now. */
  async hasten(manager: EntityManager, mediaId: number, now: Date): Promise<void> {
    await manager.query('update media_downloads set next_at = $2 where media_id = $1 and next_at > $2', [mediaId, now]);
  }
}
