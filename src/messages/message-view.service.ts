import { Injectable } from '@nestjs/common';
import { AuthUser } from '../auth/domain/auth-user.js';
import { Language } from '../common/errors/localized-text.js';
import { MediaLinksService } from '../media/media-links.service.js';
import type { HistoryMessageDto } from './message.dto.js';
import { toHistoryMessage } from './message-view.js';
import { MessageRow, MessagesRepository } from './messages.repository.js';

/** A message read once for many readers. */
export interface MessageSketch {
  chatId: number;
  /** Its file has a link, which is each reader's own; without one all see the same. */
  hasLink: boolean;
  show(user: Pick<AuthUser, 'id'>, language: Language): HistoryMessageDto;
}

/** Messages as the history shows them, for the doors that show them elsewhere. Access is the caller's question. */
@Injectable()
export class MessageViewService {
  constructor(
    private readonly messages: MessagesRepository,
    private readonly links: MediaLinksService,
  ) {}

  /** By id; what does not exist is left out. The links of files are signed for `user`. */
  async show(
    user: Pick<AuthUser, 'id'>,
    ids: readonly number[],
    language: Language,
  ): Promise<Map<number, HistoryMessageDto>> {
    const sketches = await this.sketch(ids);
    return new Map(Array.from(sketches, ([id, sketch]) => [id, sketch.show(user, language)]));
  }

  /** By id; what does not exist is left out. */
  async sketch(ids: readonly number[]): Promise<Map<number, MessageSketch>> {
    if (ids.length === 0) return new Map();
    const rows = await this.messages.findByIds(ids);
    return new Map(rows.map((row) => [row.id, this.toSketch(row)]));
  }

  private toSketch(row: MessageRow): MessageSketch {
    return {
      chatId: row.chatId,
      hasLink: row.media?.state === 'available' && row.deletedAt === null,
      show: ({ id: userId }, language) => toHistoryMessage(row, language, (file) => this.links.of(file, userId)),
    };
  }
}
