import { DynamicModule, Module } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { MediaFetcher, type MediaFetcherOptions } from './fetch/media-fetcher.js';
import { MediaController } from './media.controller.js';
import { MediaRepository } from './media.repository.js';
import { MediaService } from './media.service.js';
import { ServeMediaService } from './serve-media.service.js';
import { DiskMediaStore } from './storage/disk-media-store.js';
import { MediaStore } from './storage/media-store.js';

/** Files: fetched, stored, uploaded and served. Global, because there is one store. */
@Module({})
export class MediaModule {
  /** `fetching` is empty in production; the sandbox and the tests map hosts of their own. */
  static forRoot(fetching: MediaFetcherOptions = {}): DynamicModule {
    return {
      module: MediaModule,
      global: true,
      controllers: [MediaController],
      providers: [
        { provide: MediaFetcher, useFactory: () => new MediaFetcher(fetching) },
        {
          provide: MediaStore,
          useFactory: (config: AppConfig) => new DiskMediaStore(config.mediaDir),
          inject: [AppConfig],
        },
        MediaRepository,
        MediaService,
        ServeMediaService,
      ],
      exports: [MediaService, MediaStore],
    };
  }
}
