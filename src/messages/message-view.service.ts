import { Injectable } from '@nestjs/common';
import { AuthUser } from '../auth/domain/auth-user.js';
import { Language } from '../common/errors/localized-text.js';
import { MediaLinksService } from '../media/media-links.service.js';
import type { HistoryMessageDto } from './message.dto.js';
import { toHistoryMessage } from './message-view.js';
import { MessagesRepository } from './messages.repository.js';

/** Messages as the history shows them, for the doors that show them elsewhere. */
@Injectable()
export class MessageViewService {
  constructor(
    private readonly messages: MessagesRepository,
    private readonly links: MediaLinksService,
  ) {}

  /** By id; what does not exist is left out. Access is the caller's question: the links of files are signed for `user`. */
  async show(
    user: Pick<AuthUser, 'id'>,
    ids: readonly number[],
    language: Language,
  ): Promise<Map<number, HistoryMessageDto>> {
    if (ids.length === 0) return new Map();
    const rows = await this.messages.findByIds(ids);
    return new Map(
      rows.map((row) => [row.id, toHistoryMessage(row, language, (file) => this.links.of(file, user.id))]),
    );
  }
}
