import { Injectable } from '@nestjs/common';
import { AuthUser } from '../auth/domain/auth-user.js';
import { ApiError } from '../common/errors/api-error.js';
import { Language, LocalizedText } from '../common/errors/localized-text.js';
import { validationError } from '../common/validation/validation.pipe.js';
import { MediaLinksService } from '../media/media-links.service.js';
import type { MessageHistoryDto } from './message.dto.js';
import { toHistoryMessage } from './message-view.js';
import { MessagesRepository, PageRequest } from './messages.repository.js';

const ONE_CURSOR: LocalizedText = { en: 'does not go together with before', ru: 'не используется вместе с before' };

@Injectable()
export class MessageHistoryService {
  constructor(
    private readonly messages: MessagesRepository,
    private readonly links: MediaLinksService,
  ) {}

  /** A page of a chat the user may see, newest first; 404 otherwise, 400 for two cursors at once. */
  async list(user: AuthUser, chatId: number, page: PageRequest, language: Language): Promise<MessageHistoryDto> {
    if (page.before !== undefined && page.after !== undefined) {
      throw validationError([{ field: 'after', code: 'ONE_CURSOR', message: ONE_CURSOR }]);
    }
    const total = await this.messages.countForUser(user.id, chatId);
    if (total === undefined) throw new ApiError('CHAT_NOT_FOUND');
    const rows = await this.messages.listPage(chatId, page);
    const messages = rows.map((row) => toHistoryMessage(row, language, (file) => this.links.of(file, user.id)));
    return { messages, total, limit: page.limit, offset: page.offset };
  }
}
