import { Injectable } from '@nestjs/common';
import type { AuthUser } from '../../auth/domain/auth-user.js';
import { Clock } from '../../common/clock.js';
import type { Language } from '../../common/errors/localized-text.js';
import { chatPage, decodeChatCursor } from './chat-cursor.js';
import { toChatFilter } from './chat-filter.js';
import type { ChatListDto, ListChatsQueryDto } from './chat-list.dto.js';
import { ChatListRepository } from './chat-list.repository.js';
import { ChatViewService } from './chat-view.service.js';

@Injectable()
export class ListChatsService {
  constructor(
    private readonly chats: ChatListRepository,
    private readonly view: ChatViewService,
    private readonly clock: Clock,
  ) {}

  /** What the user may see, newest activity first. Of ids that are not theirs or not there the list is empty. */
  async list(user: AuthUser, query: ListChatsQueryDto, language: Language): Promise<ChatListDto> {
    const cursor = query.cursor === undefined ? undefined : decodeChatCursor(query.cursor);
    const filter = toChatFilter(query, user.id, this.clock.now());
    const found = await this.chats.findPage(user.id, filter, cursor, query.limit + 1);
    const { chatIds, ...cursors } = chatPage(found, cursor, query.limit);
    return { chats: await this.view.show(user, chatIds, language), ...cursors };
  }
}
