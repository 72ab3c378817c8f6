import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { AuditService } from '../audit/audit.service.js';
import { RequestOrigin } from '../audit/domain/request-origin.js';
import { AuthUser } from '../auth/domain/auth-user.js';
import { EventsService } from '../events/events.service.js';

/** What a person did to a chat. */
export interface ChatDeed {
  action: 'chat.opened' | 'chat.closed' | 'chat.reopened';
  actor: AuthUser;
  chatId: number;
  channelId: number;
  origin: RequestOrigin;
  now: Date;
}

/** Writes the audit row and the event of a deed in the caller's transaction, behind the rows it changed. */
@Injectable()
export class ChatDeedRecorder {
  constructor(
    private readonly audit: AuditService,
    private readonly events: EventsService,
  ) {}

  async record(manager: EntityManager, { action, actor, chatId, channelId, origin, now }: ChatDeed): Promise<void> {
    await this.audit.append(manager, {
      actorUserId: actor.id,
      action,
      object: { type: 'chat', id: chatId },
      outcome: 'ok',
      origin,
      details: { channelId },
    });
    const type = action === 'chat.opened' ? 'chat.created' : 'chat.updated';
    await this.events.append(manager, [{ type, channelId, chatId }], now);
  }
}
