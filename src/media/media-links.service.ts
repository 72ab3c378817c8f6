import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { AppConfig } from '../config/app-config.js';
import type { FileFacts } from './domain/message-file.dto.js';
import { signMediaUrl } from './domain/signed-media.js';
import { mayHaveThumbnail } from './domain/thumbnail-rules.js';
import { ThumbnailMaker } from './thumbnails/thumbnail-maker.js';

/** Absolute links, good for one user alone and for at most an hour; null where there is nothing to see yet, or at all. */
export interface FileLinks {
  mediaUrl: string | null;
  thumbnailUrl: string | null;
}

@Injectable()
export class MediaLinksService {
  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly maker: ThumbnailMaker,
  ) {}

  of(file: FileFacts, userId: number): FileLinks {
    if (file.state !== 'available') return { mediaUrl: null, thumbnailUrl: null };
    const { publicUrl: baseUrl, jwtSecret: secret } = this.config;
    const link = { baseUrl, mediaId: file.id, userId, now: this.clock.now(), secret };
    const hasThumbnail = this.maker.isAvailable && mayHaveThumbnail(file);
    return {
      mediaUrl: signMediaUrl({ ...link, part: 'file' }),
      thumbnailUrl: hasThumbnail ? signMediaUrl({ ...link, part: 'thumbnail' }) : null,
    };
  }
}
