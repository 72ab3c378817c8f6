import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { AuditService } from '../audit/audit.service.js';
import type { RequestOrigin } from '../audit/domain/request-origin.js';
import type { AuthUser } from '../auth/domain/auth-user.js';
import { Clock } from '../common/clock.js';
import { EventsService } from '../events/events.service.js';

export interface ChatChange {
  actor: Pick<AuthUser, 'id'>;
  /** `noun.deed`. */
  action: string;
  chat: { id: number; channelId: number };
  /** Where it is not the chat itself. */
  object?: { type: string; id: number };
  details?: Record<string, unknown>;
  origin: RequestOrigin;
}

/** What every change of a chat's notes and labels leaves behind. */
@Injectable()
export class ChatChangeService {
  constructor(
    private readonly audit: AuditService,
    private readonly events: EventsService,
    private readonly clock: Clock,
  ) {}

  /** Call it last in the caller's transaction, the chat locked. */
  async record(manager: EntityManager, { actor, action, chat, object, details, origin }: ChatChange): Promise<void> {
    await this.audit.append(manager, {
      actorUserId: actor.id,
      action,
      object: object ?? { type: 'chat', id: chat.id },
      outcome: 'ok',
      origin,
      details: { ...(object === undefined ? {} : { chatId: chat.id }), ...details },
    });
    const event = { type: 'chat.updated', channelId: chat.channelId, chatId: chat.id } as const;
    await this.events.append(manager, [event], this.clock.now());
  }
}
