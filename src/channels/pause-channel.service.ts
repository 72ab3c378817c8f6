import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditService } from '../audit/audit.service.js';
import { RequestOrigin } from '../audit/domain/request-origin.js';
import { AuthUser } from '../auth/domain/auth-user.js';
import { Clock } from '../common/clock.js';
import { ApiError } from '../common/errors/api-error.js';
import { transaction } from '../database/transaction.js';
import { EventsService } from '../events/events.service.js';
import { ChannelRepository } from './channel.repository.js';

/** Stops and starts sending from a channel. The dispatcher reads the row before every message, so there is nobody to tell. */
@Injectable()
export class PauseChannelService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly channels: ChannelRepository,
    private readonly audit: AuditService,
    private readonly events: EventsService,
    private readonly clock: Clock,
  ) {}

  /** Throws 404 `CHANNEL_NOT_FOUND`. A channel that is so already stays as it is, without an event. */
  async set(actor: AuthUser, id: number, isPaused: boolean, origin: RequestOrigin): Promise<void> {
    await transaction(this.dataSource, async (manager) => {
      if (!(await this.channels.setPaused(manager, id, isPaused))) {
        if (!(await this.channels.exists(manager, id))) throw new ApiError('CHANNEL_NOT_FOUND');
        return;
      }
      await this.audit.append(manager, {
        actorUserId: actor.id,
        action: isPaused ? 'channel.paused' : 'channel.resumed',
        object: { type: 'channel', id },
        outcome: 'ok',
        origin,
      });
      const event = { type: 'channel.paused', channelId: id, data: { paused: isPaused } } as const;
      await this.events.append(manager, [event], this.clock.now());
    });
  }
}
