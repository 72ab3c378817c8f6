import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { INBOUND_MEDIA_TTL_MS } from '../waba-gateway/protocol/limits.js';
import { MediaReference } from '../waba-gateway/protocol/media-reference.js';
import { cleanFilename } from './domain/filename.js';
import { MediaDownloadsRepository } from './incoming/media-downloads.repository.js';

export interface IncomingFile {
  messageId: number;
  chatId: number;
  channelId: number;
  reference: MediaReference;
  /** When its webhook reached us: Meta keeps the id 7 days from then on. */
  receivedAt: Date;
}

/** Files of customers' messages, on their way from Meta to us. */
@Injectable()
export class IncomingMediaService {
  constructor(private readonly downloads: MediaDownloadsRepository) {}

  /** Writes, in the caller's transaction, that these files are to be downloaded; their ids in the order given. */
  async expect(manager: EntityManager, files: readonly IncomingFile[]): Promise<number[]> {
    if (files.length === 0) return [];
    return this.downloads.insert(
      manager,
      files.map(({ reference, receivedAt, ...place }) => ({
        ...place,
        kind: reference.kind,
        sourceId: reference.id,
        sourceSha256: reference.sha256,
        filename: reference.filename === null ? null : cleanFilename(reference.filename),
        createdAt: receivedAt,
        expiresAt: new Date(receivedAt.getTime() + INBOUND_MEDIA_TTL_MS),
      })),
    );
  }
}
