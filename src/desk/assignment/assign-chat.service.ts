import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { AuditService } from '../../audit/audit.service.js';
import { RequestOrigin } from '../../audit/domain/request-origin.js';
import { ChatAccessService, ChatFacts } from '../../chats/chat-access.service.js';
import { Clock } from '../../common/clock.js';
import { ApiError } from '../../common/errors/api-error.js';
import { validationError } from '../../common/validation/validation.pipe.js';
import { transaction } from '../../database/transaction.js';
import { EventsService } from '../../events/events.service.js';
import type { AssignmentDto } from './assignment.dto.js';
import { decideAssignment } from './assignment-rules.js';
import { AssignmentRepository } from './assignment.repository.js';

const NO_COLLEAGUE = {
  en: 'must be the id of a colleague who works in this channel',
  ru: 'должно быть id коллеги, который работает в этом канале',
};

/** Whose a chat is to be, by whose wish. */
export interface Assignment {
  chatId: number;
  /** Null to make it nobody's. */
  targetId: number | null;
  note?: string | undefined;
}

/** Changes whose a chat is: the one service of taking, releasing and handing over. */
@Injectable()
export class AssignChatService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly access: ChatAccessService,
    private readonly repository: AssignmentRepository,
    private readonly audit: AuditService,
    private readonly events: EventsService,
    private readonly clock: Clock,
  ) {}

  /**
   * What stands then. Throws 404 `CHAT_NOT_FOUND`, 400 `VALIDATION` where the target does not work in the channel, 409 `CHAT_TAKEN`
   * where an operator reaches for a colleague's chat. What is so already stays as it is, without a trace.
   */
  async assign(actor: { id: number }, assignment: Assignment, origin: RequestOrigin): Promise<AssignmentDto> {
    const { chatId, targetId } = assignment;
    const { channelId } = await this.access.find(actor.id, chatId);
    return transaction(this.dataSource, async (manager) => {
      const isPossible = targetId === null || (await this.repository.lockColleague(manager, channelId, targetId));
      const chat = await this.access.lock(manager, actor.id, chatId);
      if (!isPossible) {
        throw validationError([{ field: 'operatorId', code: 'COLLEAGUE', message: NO_COLLEAGUE }]);
      }
      if (await this.isToChange(manager, actor, chat, targetId)) {
        await this.change(manager, chat, { actor, assignment, origin });
      }
      return this.show(manager, chatId, targetId);
    });
  }

  private async isToChange(
    manager: EntityManager,
    { id }: { id: number },
    { assigneeId }: ChatFacts,
    targetId: number | null,
  ): Promise<boolean> {
    const role = await this.repository.roleOf(manager, id);
    const decision = decideAssignment({ actor: { id, role }, assigneeId, targetId });
    if (decision === 'taken' && assigneeId !== null) {
      const assignee = await this.repository.findUser(manager, assigneeId);
      throw new ApiError('CHAT_TAKEN', { extra: { assignee } });
    }
    return decision === 'change';
  }

  private async change(
    manager: EntityManager,
    { id: chatId, channelId, assigneeId: from }: ChatFacts,
    {
      actor,
      assignment: { targetId: to, note },
      origin,
    }: { actor: { id: number }; assignment: Assignment; origin: RequestOrigin },
  ): Promise<void> {
    const at = this.clock.now();
    await this.repository.change(manager, { chatId, from, to, by: actor.id, note: note ?? null, at });
    await this.audit.append(manager, {
      actorUserId: actor.id,
      action: 'chat.assigned',
      object: { type: 'chat', id: chatId },
      outcome: 'ok',
      origin,
      details: { from, to },
    });
    const data = { from, to, by: actor.id };
    await this.events.append(manager, [{ type: 'chat.assigned', channelId, chatId, data }], at);
  }

  private async show(manager: EntityManager, chatId: number, targetId: number | null): Promise<AssignmentDto> {
    const newest = await this.repository.findNewest(manager, chatId);
    // Where it was never assigned by a deed, or before there was a history of it, there is only the assignee.
    const assignee = targetId === null ? null : await this.repository.findUser(manager, targetId);
    const isTold = newest !== null && (newest.to?.id ?? null) === targetId;
    const { by, note, at } = isTold ? newest : { by: null, note: null, at: null };
    return { chatId, assignee, by, note, at: at?.toISOString() ?? null };
  }
}
