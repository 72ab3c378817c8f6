import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { BeforeApplicationShutdown, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { isDatabaseAway } from '../../common/errors/normalize-error.js';
import { Logger } from '../../common/logger.js';
import { DownloadFileService, DownloadResult } from './download-file.service.js';
import { ClaimedDownload, MediaDownloadsRepository } from './media-downloads.repository.js';
import { RecordDownloadService } from './record-download.service.js';

/** Two customers' videos must not keep a third one's photo waiting; more would compete with the operators for the line. */
const MAX_DOWNLOADS = 4;
/** What just came, and what other processes left behind, is found by looking. */
const LOOK_EVERY_MS = 250;
const RENEW_EVERY_MS = 10_000;
const SHUTDOWN_GRACE_MS = 5_000;

/** Downloads customers' files. Any number of processes do the same; a file is fetched by one at a time, under a lease of its own. */
@Injectable()
export class MediaWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly active = new Map<string, Promise<void>>();
  private timers: NodeJS.Timeout[] = [];
  private isLooking = false;
  private isStopped = false;

  constructor(
    private readonly downloads: MediaDownloadsRepository,
    private readonly downloadFile: DownloadFileService,
    private readonly recorder: RecordDownloadService,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timers = [
      setInterval(() => void this.look(), LOOK_EVERY_MS).unref(),
      setInterval(() => void this.renew(), RENEW_EVERY_MS).unref(),
    ];
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    for (const timer of this.timers) clearInterval(timer);
    await Promise.race([Promise.allSettled(this.active.values()), delay(SHUTDOWN_GRACE_MS, undefined, { ref: false })]);
    if (this.active.size > 0) await this.downloads.release([...this.active.keys()]).catch(() => undefined);
  }

  private async look(): Promise<void> {
    if (this.isLooking || this.isStopped) return;
    this.isLooking = true;
    try {
      while (this.active.size < MAX_DOWNLOADS && !this.isStopped && (await this.takeOne())) continue;
    } catch (error) {
      if (!isDatabaseAway(error)) this.logger.failure('the files to download could not be read', error);
    } finally {
      this.isLooking = false;
    }
  }

  private async takeOne(): Promise<boolean> {
    const owner = randomUUID();
    const [download] = await this.downloads.claim(owner, 1, this.clock.now());
    if (download === undefined) return false;
    const done = this.work(download, owner).finally(() => this.active.delete(owner));
    this.active.set(owner, done);
    return true;
  }

  private async work(download: ClaimedDownload, owner: string): Promise<void> {
    try {
      const result = await this.tryOnce(download);
      await this.recorder.record(download, owner, result);
    } catch (error) {
      // The lease runs out, and somebody finds it due.
      if (!isDatabaseAway(error)) {
        this.logger.failure('a download could not be recorded', error, { mediaId: download.mediaId });
      }
    }
  }

  private async tryOnce(download: ClaimedDownload): Promise<DownloadResult> {
    try {
      return await this.downloadFile.run(download);
    } catch (error) {
      // A full disk, a store that is away, a token no key opens: it may be better at the next try.
      this.logger.failure('a file could not be stored', error, { mediaId: download.mediaId });
      return { reason: 'UNREACHABLE' };
    }
  }

  private async renew(): Promise<void> {
    if (this.active.size > 0) await this.downloads.renew([...this.active.keys()]).catch(() => undefined);
  }
}
