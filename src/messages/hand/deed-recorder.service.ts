import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { AuditService } from '../../audit/audit.service.js';
import { RequestOrigin } from '../../audit/domain/request-origin.js';
import { AuthUser } from '../../auth/domain/auth-user.js';
import type { NewEvent } from '../../events/event-types.js';
import { EventsService } from '../../events/events.service.js';
import type { QueuedChat } from '../dispatch/chat-queue.repository.js';
import { ReceiptsService } from '../receipts.service.js';

/** What a person did to messages of one chat. */
export interface Deed {
  action: 'message.retried' | 'message.cancelled';
  actor: AuthUser;
  chat: QueuedChat;
  /** Further facts for the audit trail. */
  details?: Record<string, unknown>;
  origin: RequestOrigin;
  now: Date;
}

/** Draws the consequences of a deed in the caller's transaction, chat locked: the messages' status, the audit trail, the events. */
@Injectable()
export class DeedRecorder {
  constructor(
    private readonly receipts: ReceiptsService,
    private readonly audit: AuditService,
    private readonly events: EventsService,
  ) {}

  async record(
    manager: EntityManager,
    deed: Deed,
    attempts: readonly { messageId: number; number: number }[],
  ): Promise<void> {
    const { action, actor, chat, details, origin, now } = deed;
    const changes = await this.receipts.settleMessages(manager, attempts);
    const records = attempts.map(({ messageId, number }) => ({
      actorUserId: actor.id,
      action,
      object: { type: 'message', id: messageId },
      outcome: 'ok' as const,
      origin,
      details: { chatId: chat.chatId, attempt: number, ...details },
    }));
    await this.audit.append(manager, ...records);
    const queued = attempts.map(({ messageId }): NewEvent => ({ type: 'message.queued', ...chat, messageId }));
    await this.events.append(manager, action === 'message.retried' ? [...changes, ...queued] : changes, now);
  }
}
