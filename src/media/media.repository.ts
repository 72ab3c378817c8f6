import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { FILE_FACTS, type FileFacts } from './domain/message-file.dto.js';
import { canSeeChat } from '../chats/domain/chat-access.js';

export interface NewMedia {
  chatId: number;
  mimeType: string;
  size: number;
  sha256: string;
  storageKey: string;
  filename: string | null;
  createdAt: Date;
}

export interface MediaRow {
  id: number;
  mimeType: string;
  size: number;
  sha256: string;
  storageKey: string;
  filename: string | null;
  metaId: string | null;
  metaIdExpiresAt: Date | null;
}

/** Meta's id of some bytes, and the file that has it. */
export interface MetaId {
  mediaId: number;
  metaId: string;
  expiresAt: Date;
}

const COLUMNS = `media.id, media.mime_type as "mimeType", media.size, media.sha256, media.storage_key as "storageKey", media.filename,
  media.meta_id as "metaId", media.meta_id_expires_at as "metaIdExpiresAt"`;

@Injectable()
export class MediaRepository {
  constructor(private readonly dataSource: DataSource) {}

  async insert(manager: EntityManager, media: NewMedia): Promise<number> {
    const [row]: { id: number }[] = await manager.query(
      `insert into media (chat_id, state, mime_type, size, sha256, storage_key, filename, created_at)
       values ($1, 'available', $2, $3, $4, $5, $6, $7) returning id`,
      [media.chatId, media.mimeType, media.size, media.sha256, media.storageKey, media.filename, media.createdAt],
    );
    if (row === undefined) throw new Error('a new file has no id');
    return row.id;
  }

  async find(id: number): Promise<MediaRow | undefined> {
    const [row]: MediaRow[] = await this.dataSource.query(`select ${COLUMNS} from media where id = $1`, [id]);
    return row;
  }

  /** From now on nobody gets these files. */
  async withdraw(manager: EntityManager, ids: readonly number[], at: Date): Promise<void> {
    await manager.query('update media set withdrawn_at = $2 where id = any($1) and withdrawn_at is null', [ids, at]);
  }

  /** A file of a chat the user may see, unless it was withdrawn, or one of their own uploads. */
  async findForUser(userId: number, id: number, now: Date): Promise<MediaRow | undefined> {
    const [row]: MediaRow[] = await this.dataSource.query(
      `select ${COLUMNS} from media left join chats chat on chat.id = media.chat_id 
       where media.id = $2 and media.state = 'available' and media.withdrawn_at is null
         and ((chat.id is not null and ${canSeeChat('chat', '$1')}) or (media.uploaded_by = $1 and media.expires_at > $3))`,
      [userId, id, now],
    );
    return row;
  }

  /** What is known of a file of a chat the user may see, unless it was withdrawn. */
  async findFacts(userId: number, id: number): Promise<FileFacts | undefined> {
    const [row]: { facts: FileFacts }[] = await this.dataSource.query(
      `select ${FILE_FACTS} as facts from media join chats chat on chat.id = media.chat_id
       where media.id = $2 and media.withdrawn_at is null and ${canSeeChat('chat', '$1')}`,
      [userId, id],
    );
    return row?.facts;
  }

  /** An id Meta has for the same bytes in the same channel and that lives beyond `usableUntil`: this file's own or a twin's. */
  async findMetaId(id: number, usableUntil: Date): Promise<MetaId | undefined> {
    const [row]: MetaId[] = await this.dataSource.query(
      `select twin.id as "mediaId", twin.meta_id as "metaId", twin.meta_id_expires_at as "expiresAt" from media own join chats home on home.id = own.chat_id
       join media twin on twin.sha256 = own.sha256 and twin.mime_type = own.mime_type
       join chats twin_home on twin_home.id = twin.chat_id and twin_home.channel_id = home.channel_id
       where own.id = $1 and twin.meta_id is not null and twin.meta_id_expires_at > $2
       order by twin.id = own.id desc, twin.meta_id_expires_at desc limit 1`,
      [id, usableUntil],
    );
    return row;
  }

  async saveMetaId(id: number, metaId: string, expiresAt: Date): Promise<void> {
    await this.dataSource.query('update media set meta_id = $2, meta_id_expires_at = $3 where id = $1', [
      id,
      metaId,
      expiresAt,
    ]);
  }
}
