import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { Clock } from '../../common/clock.js';
import { randomFraction } from '../../common/random.js';
import { transaction } from '../../database/transaction.js';
import { EventsService } from '../../events/events.service.js';
import { afterFailure } from '../domain/download-schedule.js';
import type { MediaFailure } from '../domain/media-state.js';
import type { DownloadResult } from './download-file.service.js';
import { ArrivedFile, ClaimedDownload, DownloadPlace, MediaDownloadsRepository } from './media-downloads.repository.js';

/** Writes how a try ended, and tells of it where the message looks different now. */
@Injectable()
export class RecordDownloadService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly downloads: MediaDownloadsRepository,
    private readonly events: EventsService,
    private readonly clock: Clock,
  ) {}

  /** Nothing where the lease was lost: whoever has it now records its own try. */
  async record(download: ClaimedDownload, owner: string, result: DownloadResult): Promise<void> {
    await transaction(this.dataSource, (manager) =>
      'file' in result
        ? this.arrived(manager, { mediaId: download.mediaId, owner }, result.file)
        : this.failed(manager, download, { owner, reason: result.reason }),
    );
  }

  private async arrived(
    manager: EntityManager,
    lease: { mediaId: number; owner: string },
    file: ArrivedFile,
  ): Promise<void> {
    const place = await this.downloads.endTry(manager, lease, null);
    if (place === undefined || !(await this.downloads.markAvailable(manager, lease.mediaId, file))) return;
    await this.tell(manager, place);
  }

  private async failed(
    manager: EntityManager,
    download: ClaimedDownload,
    { owner, reason }: { owner: string; reason: MediaFailure },
  ): Promise<void> {
    const { mediaId, tries, expiresAt } = download;
    const end = afterFailure({ reason, tries, expiresAt, now: this.clock.now(), chance: randomFraction() });
    const nextAt = end.state === 'pending' ? end.nextAt : null;
    const place = await this.downloads.endTry(manager, { mediaId, owner }, nextAt);
    if (place === undefined) return;
    await this.downloads.markFailed(manager, mediaId, end.state, reason);
    if (end.state !== 'pending') await this.tell(manager, place);
  }

  private async tell(manager: EntityManager, place: DownloadPlace): Promise<void> {
    await this.events.append(manager, [{ type: 'message.updated', ...place }], this.clock.now());
  }
}
