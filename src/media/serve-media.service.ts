import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { ApiError } from '../common/errors/api-error.js';
import { AppConfig } from '../config/app-config.js';
import { SignedMediaParams, verifySignedMedia } from './domain/signed-media.js';
import { MediaRepository, MediaRow } from './media.repository.js';
import { MediaStore, StoredFile, StoredRange } from './storage/media-store.js';

@Injectable()
export class ServeMediaService {
  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly media: MediaRepository,
    private readonly store: MediaStore,
  ) {}

  /** Whose link it is. 403 for one that was changed or has expired. */
  userOfLink(link: SignedMediaParams): number {
    const verdict = verifySignedMedia(link, this.clock.now(), this.config.jwtSecret);
    if (!verdict.ok) throw new ApiError('MEDIA_LINK_INVALID');
    return verdict.userId;
  }

  /** The file's row, where the user may see its chat now; 404 otherwise, whatever the link says. */
  async find(userId: number, mediaId: number): Promise<MediaRow> {
    const row = await this.media.findForUser(userId, mediaId, this.clock.now());
    if (row === undefined) throw new ApiError('MEDIA_NOT_FOUND');
    return row;
  }

  async open(row: MediaRow, range: StoredRange | undefined): Promise<StoredFile> {
    const file = await this.store.open(row.storageKey, range);
    if (file === null) throw new ApiError('MEDIA_NOT_FOUND');
    return file;
  }
}
