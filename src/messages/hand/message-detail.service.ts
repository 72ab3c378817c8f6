import { Injectable } from '@nestjs/common';
import { AuthUser } from '../../auth/domain/auth-user.js';
import { ApiError } from '../../common/errors/api-error.js';
import { Language } from '../../common/errors/localized-text.js';
import { MediaLinksService } from '../../media/media-links.service.js';
import { MessageChangesRepository } from '../changes/message-changes.repository.js';
import { earlierVersions } from '../domain/message-changes.js';
import { nextAttemptAt } from '../domain/substate.js';
import { toHistoryMessage } from '../message-view.js';
import { MessageRow, MessagesRepository } from '../messages.repository.js';
import type { MessageDto, MessageVersionDto } from './message-hand.dto.js';

@Injectable()
export class MessageDetailService {
  constructor(
    private readonly messages: MessagesRepository,
    private readonly links: MediaLinksService,
    private readonly changes: MessageChangesRepository,
  ) {}

  /** One message as the history shows it, and how its sending stands. 404 for what the user may not see. */
  async get(user: AuthUser, messageId: number, language: Language): Promise<MessageDto> {
    const row = await this.messages.findForUser(user.id, { id: messageId });
    if (row === undefined) throw new ApiError('MESSAGE_NOT_FOUND');
    return {
      ...toHistoryMessage(row, language, (file) => this.links.of(file, user.id)),
      chatId: row.chatId,
      attempts: row.attempts,
      nextAttemptAt: nextAttemptAt(row)?.toISOString() ?? null,
      versions: await this.versionsOf(row),
    };
  }

  private async versionsOf({ id, timestamp, editedAt }: MessageRow): Promise<MessageVersionDto[]> {
    if (editedAt === null) return [];
    const { original, edits } = await this.changes.findEdits(id);
    const versions = earlierVersions({ content: original, at: timestamp }, edits);
    return versions.map(({ content, at }) => ({ content, at: at.toISOString() }));
  }
}
