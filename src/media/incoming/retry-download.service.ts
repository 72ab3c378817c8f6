import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { Clock } from '../../common/clock.js';
import { ApiError } from '../../common/errors/api-error.js';
import { transaction } from '../../database/transaction.js';
import { EventsService } from '../../events/events.service.js';
import type { FileFacts } from '../domain/message-file.dto.js';
import { MediaRepository } from '../media.repository.js';
import { MediaDownloadsRepository } from './media-downloads.repository.js';

/** An operator asks for a customer's file again. */
@Injectable()
export class RetryDownloadService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly media: MediaRepository,
    private readonly downloads: MediaDownloadsRepository,
    private readonly events: EventsService,
    private readonly clock: Clock,
  ) {}

  /** Gives the file as it stands then. 404 where the user may not see it, 409 where WhatsApp no longer has it. */
  async retry(userId: number, mediaId: number): Promise<FileFacts> {
    await transaction(this.dataSource, (manager) => this.restart(manager, userId, mediaId));
    return this.find(userId, mediaId);
  }

  private async restart(manager: EntityManager, userId: number, mediaId: number): Promise<void> {
    const { state } = await this.find(userId, mediaId);
    const now = this.clock.now();
    if (state === 'available') return;
    if (state === 'pending') return this.downloads.hasten(manager, mediaId, now);
    const place = await this.downloads.restart(manager, mediaId, now);
    if (place !== undefined) return this.events.append(manager, [{ type: 'message.updated', ...place }], now);
    // Another operator may have been faster.
    if ((await this.find(userId, mediaId)).state !== 'pending') throw new ApiError('MEDIA_EXPIRED');
  }

  private async find(userId: number, mediaId: number): Promise<FileFacts> {
    const facts = await this.media.findFacts(userId, mediaId);
    if (facts === undefined) throw new ApiError('MEDIA_NOT_FOUND');
    return facts;
  }
}
