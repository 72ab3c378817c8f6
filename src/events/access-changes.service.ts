import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { Clock } from '../common/clock.js';
import { EventsService } from './events.service.js';

/** Whose view of the chats has changed: one user's, anywhere or in a channel, or that of all in a channel. */
export type AccessChange = { userId: number; channelId?: number } | { userId?: undefined; channelId: number };

/** Has those who read events hear that what they may see has changed, in the caller's transaction, last. */
@Injectable()
export class AccessChanges {
  constructor(
    private readonly events: EventsService,
    private readonly clock: Clock,
  ) {}

  async note(manager: EntityManager, { userId, channelId }: AccessChange): Promise<void> {
    const data = userId === undefined ? {} : { userId };
    await this.events.append(
      manager,
      [{ type: 'access.changed', channelId: channelId ?? null, data }],
      this.clock.now(),
    );
  }
}
