import { join } from 'node:path';
import { DynamicModule, Module } from '@nestjs/common';
import { ChannelsModule } from '../channels/channels.module.js';
import { AppConfig } from '../config/app-config.js';
import { Logger } from '../common/logger.js';
import { EventsModule } from '../events/events.module.js';
import { MediaFetcher, type MediaFetcherOptions } from './fetch/media-fetcher.js';
import { MediaSources } from './fetch/media-sources.js';
import { WaitingBytes } from './fetch/waiting-bytes.js';
import { IncomingMediaService } from './incoming-media.service.js';
import { DownloadFileService } from './incoming/download-file.service.js';
import { MediaDownloadsRepository } from './incoming/media-downloads.repository.js';
import { MediaWorker } from './incoming/media-worker.service.js';
import { RetryDownloadController } from './incoming/retry-download.controller.js';
import { RetryDownloadService } from './incoming/retry-download.service.js';
import { RecordDownloadService } from './incoming/record-download.service.js';
import { MediaController } from './media.controller.js';
import { MediaLinksService } from './media-links.service.js';
import { MediaRepository } from './media.repository.js';
import { MediaService } from './media.service.js';
import { ServeMediaService } from './serve-media.service.js';
import { DiskMediaStore } from './storage/disk-media-store.js';
import { UploadJanitor } from './uploads/upload-janitor.service.js';
import { UploadMediaController } from './uploads/upload-media.controller.js';
import { UploadMediaService } from './uploads/upload-media.service.js';
import { UploadsRepository } from './uploads/uploads.repository.js';
import { MediaStore } from './storage/media-store.js';
import { SharedStoreService } from './storage/shared-store.service.js';
import { TemporaryFiles } from './storage/temporary-files.js';
import { ThumbnailController } from './thumbnails/thumbnail.controller.js';
import { ThumbnailMaker } from './thumbnails/thumbnail-maker.js';
import { ThumbnailsRepository } from './thumbnails/thumbnails.repository.js';
import { ThumbnailsService } from './thumbnails/thumbnails.service.js';

/** Files: fetched, stored, uploaded and served. Global, because there is one store. */
@Module({})
export class MediaModule {
  /** `fetching` is empty in production; the sandbox and the tests map hosts of their own. */
  static forRoot(fetching: MediaFetcherOptions = {}): DynamicModule {
    return {
      module: MediaModule,
      global: true,
      imports: [ChannelsModule, EventsModule],
      controllers: [MediaController, RetryDownloadController, ThumbnailController, UploadMediaController],
      providers: [
        { provide: WaitingBytes, useFactory: () => new WaitingBytes() },
        {
          provide: MediaFetcher,
          useFactory: (waiting: WaitingBytes) => new MediaFetcher(fetching, waiting),
          inject: [WaitingBytes],
        },
        {
          provide: MediaStore,
          useFactory: async (config: AppConfig): Promise<MediaStore> => {
            if (config.s3 === undefined) return new DiskMediaStore(config.mediaDir);
            // Who keeps files on disk need not load it.
            const { S3MediaStore } = await import('./storage/s3-media-store.js');
            return new S3MediaStore(config.s3);
          },
          inject: [AppConfig],
        },
        {
          provide: TemporaryFiles,
          useFactory: (config: AppConfig) => new TemporaryFiles(join(config.mediaDir, 'tmp')),
          inject: [AppConfig],
        },
        {
          provide: ThumbnailMaker,
          // Loaded when the first thumbnail is asked for.
          useFactory: (logger: Logger) => new ThumbnailMaker(logger, () => import('sharp')),
          inject: [Logger],
        },
        DownloadFileService,
        IncomingMediaService,
        MediaDownloadsRepository,
        MediaRepository,
        MediaWorker,
        RecordDownloadService,
        RetryDownloadService,
        UploadJanitor,
        UploadMediaService,
        UploadsRepository,
        MediaLinksService,
        MediaService,
        MediaSources,
        ServeMediaService,
        SharedStoreService,
        ThumbnailsRepository,
        ThumbnailsService,
      ],
      exports: [IncomingMediaService, MediaLinksService, MediaService, MediaStore, SharedStoreService],
    };
  }
}
