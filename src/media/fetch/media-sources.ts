import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { ApiError } from '../../common/errors/api-error.js';
import { errorEntry } from '../../common/errors/error-catalogue.js';
import { validationError } from '../../common/validation/validation.pipe.js';
import { MediaStore } from '../storage/media-store.js';
import { UploadsRepository } from '../uploads/uploads.repository.js';
import { MediaFetcher } from './media-fetcher.js';

/** Where the file of a message comes from: a URL the operator gave, or what this user has uploaded. */
export type MediaSource = { url: string } | { uploadId: number; userId: number };

export interface BroughtFile {
  size: number;
  sha256: string;
  /** As it was uploaded; null where nobody said. */
  filename: string | null;
}

/** Brings files of operators to where they can be looked at. */
@Injectable()
export class MediaSources {
  constructor(
    private readonly fetcher: MediaFetcher,
    private readonly uploads: UploadsRepository,
    private readonly store: MediaStore,
    private readonly clock: Clock,
  ) {}

  /** Writes the file to `path`, where nothing is yet. Throws a MEDIA_* 400, or 400 `VALIDATION` for an upload that is not this user's. */
  async bring(source: MediaSource, maxBytes: number, path: string): Promise<BroughtFile> {
    if ('uploadId' in source) return this.copyUpload(source, maxBytes, path);
    const fetched = await this.fetcher.fetch(source.url, { maxBytes }, path);
    if ('code' in fetched) throw mediaError(fetched.code, fetched.reason);
    return { size: fetched.size, sha256: fetched.sha256, filename: null };
  }

  /** A copy, so that every check of a file reads one that stands still, wherever uploads are stored. */
  private async copyUpload(
    { uploadId, userId }: { uploadId: number; userId: number },
    maxBytes: number,
    path: string,
  ): Promise<BroughtFile> {
    const upload = await this.uploads.find(userId, uploadId, this.clock.now());
    const stored = upload === undefined ? null : await this.store.open(upload.storageKey);
    if (upload === undefined || stored === null) throw noUpload();
    const { size, sha256, filename } = upload;
    if (size > maxBytes) {
      stored.stream.destroy();
      throw mediaError('MEDIA_TOO_LARGE', `The media file is larger than ${maxBytes} bytes.`);
    }
    await pipeline(stored.stream, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
    return { size, sha256, filename };
  }
}

function noUpload(): ApiError {
  const message = {
    en: 'is none of your uploads of the last 24 hours',
    ru: 'не найдено среди ваших загрузок за последние 24 часа',
  };
  return validationError([{ field: 'mediaId', code: 'MEDIA_ID', message }]);
}

function mediaError(
  code: 'MEDIA_URL_INVALID' | 'MEDIA_URL_BLOCKED' | 'MEDIA_UNREACHABLE' | 'MEDIA_TOO_LARGE',
  reason: string,
): ApiError {
  return new ApiError(code, { detail: { en: reason, ru: errorEntry(code).detail.ru } });
}
