import { createHash } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { ApiError } from '../../common/errors/api-error.js';
import { mayHaveThumbnail, nextThumbnailTry } from '../domain/thumbnail-rules.js';
import type { MediaRow } from '../media.repository.js';
import { MediaStore, type StoredFile } from '../storage/media-store.js';
import { TemporaryFiles } from '../storage/temporary-files.js';
import { ThumbnailMaker } from './thumbnail-maker.js';
import { KnownThumbnail, ThumbnailsRepository } from './thumbnails.repository.js';

/** Thumbnails of images: made when first asked for, then kept in the store beside the images. */
@Injectable()
export class ThumbnailsService {
  /** By the hash of the image: who opens a chat asks for one as often as it stands there. */
  private readonly underWay = new Map<string, Promise<string | null>>();

  constructor(
    private readonly thumbnails: ThumbnailsRepository,
    private readonly maker: ThumbnailMaker,
    private readonly store: MediaStore,
    private readonly temporary: TemporaryFiles,
    private readonly clock: Clock,
  ) {}

  /** 404 `THUMBNAIL_NOT_FOUND` for what is no image or a broken one, 503 where too many are being made. Access is the caller's question. */
  async open(file: MediaRow): Promise<StoredFile> {
    if (!mayHaveThumbnail(file)) throw new ApiError('THUMBNAIL_NOT_FOUND');
    const known = await this.thumbnails.find(file.sha256);
    const stored = known === undefined || this.isDue(known) ? null : await this.openKey(known.storageKey);
    // A key without its file is made good: the store may have lost it.
    return stored ?? this.openKey(await this.makeOnce(file)).then(orNotFound);
  }

  /** Takes the thumbnail of an image away, unless it was used within `idleMs`; true when it is gone. */
  async forget(sha256: string, idleMs: number): Promise<boolean> {
    const known = await this.thumbnails.find(sha256);
    if (known === undefined) return true;
    const { storageKey } = known;
    const isGone =
      storageKey === null ||
      (await this.thumbnails.isShared(sha256, storageKey)) ||
      (await this.store.removeIdle(storageKey, idleMs));
    if (isGone) await this.thumbnails.remove(sha256);
    return isGone;
  }

  private isDue({ storageKey, nextAt }: KnownThumbnail): boolean {
    return storageKey === null && nextAt !== null && nextAt <= this.clock.now();
  }

  private async openKey(storageKey: string | null): Promise<StoredFile | null> {
    if (storageKey === null) throw new ApiError('THUMBNAIL_NOT_FOUND');
    return this.store.open(storageKey);
  }

  private makeOnce(file: MediaRow): Promise<string | null> {
    const { sha256 } = file;
    const known = this.underWay.get(sha256);
    if (known !== undefined) return known;
    const making = this.make(file).finally(() => this.underWay.delete(sha256));
    this.underWay.set(sha256, making);
    return making;
  }

  private async make({ sha256, storageKey }: MediaRow): Promise<string | null> {
    const made = await this.maker.make(() => this.read(storageKey));
    if (made.kind === 'unavailable') return null;
    const now = this.clock.now();
    if (made.kind === 'late') {
      const tries = ((await this.thumbnails.find(sha256))?.tries ?? 0) + 1;
      await this.thumbnails.save(sha256, { storageKey: null, tries, nextAt: nextThumbnailTry(tries, now) }, now);
      return null;
    }
    // A disk that is full says nothing of the image: that is thrown, and nothing is noted.
    const key = made.kind === 'made' ? await this.put(made.bytes) : null;
    await this.thumbnails.save(sha256, { storageKey: key, tries: 0, nextAt: null }, now);
    return key;
  }

  private async read(storageKey: string): Promise<Buffer> {
    const stored = await this.store.open(storageKey);
    return buffer(orNotFound(stored).stream);
  }

  private async put(bytes: Buffer): Promise<string> {
    const path = await this.temporary.newPath();
    try {
      await writeFile(path, bytes, { flag: 'wx', mode: 0o600 });
      return await this.store.put(path, { sha256: createHash('sha256').update(bytes).digest('hex') });
    } finally {
      await rm(path, { force: true });
    }
  }
}

function orNotFound(stored: StoredFile | null): StoredFile {
  if (stored === null) throw new ApiError('THUMBNAIL_NOT_FOUND');
  return stored;
}
