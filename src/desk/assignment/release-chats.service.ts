import { Injectable, OnModuleInit } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { AuditService } from '../../audit/audit.service.js';
import { UserDeparture, UserDepartures } from '../../auth/users/user-departures.service.js';
import { Clock } from '../../common/clock.js';
import { EventsService } from '../../events/events.service.js';
import { AssignmentRepository } from './assignment.repository.js';

/** Who is disabled or leaves a channel leaves no chats behind that nobody else would pick up: they become nobody's. */
@Injectable()
export class ReleaseChatsService implements OnModuleInit {
  constructor(
    private readonly departures: UserDepartures,
    private readonly repository: AssignmentRepository,
    private readonly audit: AuditService,
    private readonly events: EventsService,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.departures.onDeparture((manager, departure) => this.release(manager, departure));
  }

  private async release(manager: EntityManager, { userId, actor, origin }: UserDeparture): Promise<void> {
    const at = this.clock.now();
    const chats = await this.repository.release(manager, { userId, by: actor.id, at });
    if (chats.length === 0) return;
    await this.audit.append(manager, {
      actorUserId: actor.id,
      action: 'user.chats_released',
      object: { type: 'user', id: userId },
      outcome: 'ok',
      origin,
      details: { chats: chats.length },
    });
    const data = { from: userId, to: null, by: actor.id };
    const events = chats.map((chat) => ({ type: 'chat.assigned' as const, ...chat, data }));
    await this.events.append(manager, events, at);
  }
}
