import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import type { RequestOrigin } from '../../audit/domain/request-origin.js';
import type { AuthUser } from '../../auth/domain/auth-user.js';
import { violatedConstraint } from '../../auth/domain/violated-constraint.js';
import { ChatAccessService } from '../../chats/chat-access.service.js';
import { ApiError } from '../../common/errors/api-error.js';
import { transaction } from '../../database/transaction.js';
import { ChatChangeService } from '../chat-change.service.js';
import { LabelsRepository } from './labels.repository.js';

const MAX_PER_CHAT = 20;

/** Which label on which chat. */
export interface LabelOnChat {
  chatId: number;
  labelId: number;
}

/** Puts labels on chats and takes them off, under the chat's lock; what is so already stays so, without an event. */
@Injectable()
export class ChatLabelsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly access: ChatAccessService,
    private readonly labels: LabelsRepository,
    private readonly changes: ChatChangeService,
  ) {}

  /** Throws 404 `CHAT_NOT_FOUND` or `LABEL_NOT_FOUND`, 409 `TOO_MANY_LABELS` on a chat that has 20. */
  async put(actor: AuthUser, place: LabelOnChat, origin: RequestOrigin): Promise<void> {
    try {
      await this.change(actor, place, origin, async (manager, isOn) => {
        if (isOn) return undefined;
        if ((await this.labels.countOf(manager, place.chatId)) >= MAX_PER_CHAT) throw new ApiError('TOO_MANY_LABELS');
        await this.labels.putOn(manager, place.chatId, place.labelId);
        return 'chat.labelled';
      });
    } catch (error) {
      // Deleted between our look and our insert.
      if (violatedConstraint(error) !== 'chat_labels_label_id_fkey') throw error;
      throw new ApiError('LABEL_NOT_FOUND', { cause: error });
    }
  }

  /** Throws 404 `CHAT_NOT_FOUND` or `LABEL_NOT_FOUND`. */
  async remove(actor: AuthUser, place: LabelOnChat, origin: RequestOrigin): Promise<void> {
    await this.change(actor, place, origin, async (manager, isOn) => {
      if (!isOn) return undefined;
      await this.labels.takeOff(manager, place.chatId, place.labelId);
      return 'chat.unlabelled';
    });
  }

  /** `work` names the deed it did, if it did one. */
  private change(
    actor: AuthUser,
    { chatId, labelId }: LabelOnChat,
    origin: RequestOrigin,
    work: (manager: EntityManager, isOn: boolean) => Promise<string | undefined>,
  ): Promise<void> {
    return transaction(this.dataSource, async (manager) => {
      const chat = await this.access.lock(manager, actor.id, chatId);
      if (!(await this.labels.exists(manager, labelId))) throw new ApiError('LABEL_NOT_FOUND');
      const action = await work(manager, await this.labels.isOn(manager, chatId, labelId));
      if (action === undefined) return;
      await this.changes.record(manager, { actor, action, chat, details: { labelId }, origin });
    });
  }
}
