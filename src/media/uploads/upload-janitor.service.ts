import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BeforeApplicationShutdown, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { isDatabaseAway } from '../../common/errors/normalize-error.js';
import { Logger } from '../../common/logger.js';
import { RecurringWork } from '../../common/recurring-work.js';
import { MediaStore } from '../storage/media-store.js';
import { TemporaryFiles } from '../storage/temporary-files.js';
import { ThumbnailsService } from '../thumbnails/thumbnails.service.js';
import { ExpiredUpload, UploadsRepository } from './uploads.repository.js';

const SWEEP_EVERY_MS = 5 * 60 * 1000;
const BATCH = 500;
/** Nobody takes longer from putting a file to writing its row, or from beginning a temporary one to its end. */
const IDLE_MS = 60 * 60 * 1000;

/** Takes away uploads whose time is over, and what processes that died have left half written. */
@Injectable()
export class UploadJanitor implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly work: RecurringWork;

  constructor(
    private readonly uploads: UploadsRepository,
    private readonly store: MediaStore,
    private readonly temporary: TemporaryFiles,
    private readonly thumbnails: ThumbnailsService,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    const failure = 'expired uploads could not be removed';
    this.work = new RecurringWork({ everyMs: SWEEP_EVERY_MS, run: () => this.sweep(), logger, failure });
  }

  onApplicationBootstrap(): void {
    this.work.start();
    this.work.wake();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.work.stop();
  }

  async sweep(): Promise<void> {
    await this.removeLeftovers();
    const now = this.clock.now();
    // Behind those that stay: they would be found for ever.
    let afterId: number | undefined = 0;
    while (afterId !== undefined) {
      const batch = await this.uploads.findExpired(now, afterId, BATCH);
      for (const upload of batch) {
        if (this.work.isStopped) return;
        await this.removeOne(upload);
      }
      afterId = batch.at(-1)?.id;
    }
  }

  /** One that cannot be removed, such as a file of another store, holds up none of the others. */
  private async removeOne(upload: ExpiredUpload): Promise<void> {
    try {
      // The file first: a crash in between leaves a row that leads here again.
      if (await this.removeBytes(upload)) await this.uploads.remove(upload.id);
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      this.logger.failure('an expired upload could not be removed', error, { mediaId: upload.id });
    }
  }

  private async removeBytes({ id, storageKey, sha256 }: ExpiredUpload): Promise<boolean> {
    if (await this.uploads.isShared(id, storageKey)) return true;
    return (await this.store.removeIdle(storageKey, IDLE_MS)) && this.thumbnails.forget(sha256, IDLE_MS);
  }

  private async removeLeftovers(): Promise<void> {
    const names = await readdir(this.temporary.folder).catch(() => []);
    const now = performance.timeOrigin + performance.now();
    for (const name of names) {
      const path = join(this.temporary.folder, name);
      const found = await stat(path).catch(() => null);
      if (found?.isFile() === true && now - found.mtimeMs > IDLE_MS) await rm(path, { force: true });
    }
  }
}
