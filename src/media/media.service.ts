import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { Clock } from '../common/clock.js';
import { GraphClientService } from '../waba-gateway/graph-client.service.js';
import type { GraphChannel, UploadOutcome } from '../waba-gateway/graph.types.js';
import { MAX_BYTES_BY_KIND, type MediaDemand, UPLOADED_MEDIA_TTL_MS } from '../waba-gateway/protocol/limits.js';
import { provenMediaType } from './fetch/media-demands.js';
import { type MediaSource, MediaSources } from './fetch/media-sources.js';
import { MediaRepository, MediaRow } from './media.repository.js';
import { MediaStore } from './storage/media-store.js';
import { TemporaryFiles } from './storage/temporary-files.js';

export type { MediaSource };

/** A file that was fetched, proved to be what it must be, and stored. */
export interface AcquiredFile {
  mimeType: string;
  size: number;
  sha256: string;
  storageKey: string;
  /** As it was uploaded; null where it came from a URL. */
  filename: string | null;
}

const UPLOAD_TRIES = 3;
/** Meta's id is not used in its last hour: an upload now is cheaper than a refusal later. */
const META_ID_MARGIN_MS = 60 * 60 * 1000;
/** The customer's phone picks the icon by the extension. */
const DEFAULT_NAMES: Readonly<Record<string, string>> = {
  'image/jpeg': 'image.jpg',
  'image/png': 'image.png',
  'application/pdf': 'document.pdf',
  'text/plain': 'document.txt',
  'video/mp4': 'video.mp4',
  'video/3gpp': 'video.3gp',
  'audio/mpeg': 'audio.mp3',
  'audio/mp4': 'audio.m4a',
  'audio/ogg': 'audio.ogg',
  'audio/ogg; codecs=opus': 'audio.ogg',
  'image/webp': 'sticker.webp',
};

@Injectable()
export class MediaService {
  constructor(
    private readonly temporary: TemporaryFiles,
    private readonly sources: MediaSources,
    private readonly store: MediaStore,
    private readonly media: MediaRepository,
    private readonly graph: GraphClientService,
    private readonly clock: Clock,
  ) {}

  /** Takes the file of an operator's URL or upload, proves its type and size, and stores it. Throws a MEDIA_* 400 otherwise. */
  async acquire(source: MediaSource, kind: MediaDemand): Promise<AcquiredFile> {
    const path = await this.temporary.newPath();
    try {
      const { size, sha256, filename } = await this.sources.bring(source, MAX_BYTES_BY_KIND[kind], path);
      const mimeType = await provenMediaType(path, kind);
      return { mimeType, size, sha256, filename, storageKey: await this.store.put(path, { sha256 }) };
    } finally {
      await rm(path, { force: true });
    }
  }

  /** Writes the row of an acquired file in the caller's transaction and returns its id. */
  insert(
    manager: EntityManager,
    row: { chatId: number; file: AcquiredFile; filename: string | null; createdAt: Date },
  ): Promise<number> {
    const { file, ...rest } = row;
    return this.media.insert(manager, { ...file, ...rest });
  }

  /** The customer took the messages of these files back: they are served no more, whatever links are about. */
  withdraw(manager: EntityManager, mediaIds: readonly number[]): Promise<void> {
    return this.media.withdraw(manager, mediaIds, this.clock.now());
  }

  /** Meta's id of a stored file, or of one with the same bytes in the same channel; uploading it where Meta has none that lives. */
  async metaIdOf(mediaId: number, channel: GraphChannel): Promise<UploadOutcome> {
    const row = await this.media.find(mediaId);
    if (row === undefined) throw new Error('a message names a file that is not there');
    const known = await this.media.findMetaId(mediaId, new Date(this.clock.millis() + META_ID_MARGIN_MS));
    if (known !== undefined) {
      // Its own from now on: the queue looks at its row alone.
      if (known.mediaId !== mediaId) await this.media.saveMetaId(mediaId, known.metaId, known.expiresAt);
      return { kind: 'uploaded', mediaId: known.metaId };
    }
    const outcome = await this.upload(row, channel);
    if (outcome.kind === 'uploaded') {
      await this.media.saveMetaId(mediaId, outcome.mediaId, new Date(this.clock.millis() + UPLOADED_MEDIA_TTL_MS));
    }
    return outcome;
  }

  private async upload(row: MediaRow, channel: GraphChannel): Promise<UploadOutcome> {
    const path = await this.temporary.newPath();
    try {
      await this.copyTo(row.storageKey, path);
      const filename = row.filename ?? DEFAULT_NAMES[row.mimeType] ?? 'document';
      const file = { content: { path }, mimeType: row.mimeType, filename };
      let outcome = await this.graph.uploadMedia(channel, file);
      for (let tries = 1; outcome.kind === 'failed' && tries < UPLOAD_TRIES; tries += 1) {
        outcome = await this.graph.uploadMedia(channel, file);
      }
      return outcome;
    } finally {
      await rm(path, { force: true });
    }
  }

  private async copyTo(storageKey: string, path: string): Promise<void> {
    const stored = await this.store.open(storageKey);
    if (stored === null) throw new Error('a stored file is missing');
    await pipeline(stored.stream, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  }
}
