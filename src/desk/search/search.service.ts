import { Injectable } from '@nestjs/common';
import type { AuthUser } from '../../auth/domain/auth-user.js';
import { ApiError } from '../../common/errors/api-error.js';
import type { Language } from '../../common/errors/localized-text.js';
import { decodeIdCursor, idPage } from '../../common/id-page.js';
import { MessageViewService } from '../../messages/message-view.service.js';
import { type ChatRow, ChatRowsRepository } from '../chats/chat-rows.repository.js';
import { FoundChatDto, SearchQueryDto, SearchResultDto, SearchResultListDto } from './search.dto.js';
import { SearchRepository } from './search.repository.js';
import { searchWords } from './search-text.js';

const QUERY_CANCELED = '57014';

@Injectable()
export class SearchService {
  constructor(
    private readonly search: SearchRepository,
    private readonly messages: MessageViewService,
    private readonly chats: ChatRowsRepository,
  ) {}

  /** Newest first. Throws 503 `SEARCH_TIMEOUT` for what takes longer than 2 s. */
  async find(user: AuthUser, query: SearchQueryDto, language: Language): Promise<SearchResultListDto> {
    const { words, keys } = searchWords(query.q) ?? { words: [], keys: [] };
    const cursor = query.cursor === undefined ? undefined : decodeIdCursor(query.cursor);
    const { channel: channelId, chat: chatId, limit } = query;
    const found = await this.search
      .find({ userId: user.id, words, keys, channelId, chatId, cursor, limit })
      .catch(explainTimeout);
    const { items, nextCursor, prevCursor } = idPage(found, cursor, limit);
    return { results: await this.show(user, items, language), nextCursor, prevCursor };
  }

  /** What was deleted or lost since is left out: the page is then shorter, and the next one as right as before. */
  private async show(
    user: AuthUser,
    items: readonly { id: number; chatId: number }[],
    language: Language,
  ): Promise<SearchResultDto[]> {
    const ids = items.map(({ id }) => id);
    const chatIds = [...new Set(items.map(({ chatId }) => chatId))];
    const messages = await this.messages.show(user, ids, language);
    const chats = new Map((await this.chats.findForUser(user.id, chatIds)).map((row) => [row.id, row]));
    return items.flatMap(({ id, chatId }) => {
      const [message, chat] = [messages.get(id), chats.get(chatId)];
      return message === undefined || chat === undefined ? [] : [{ message, chat: toFoundChat(chat) }];
    });
  }
}

function explainTimeout(error: unknown): never {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined;
  throw code === QUERY_CANCELED ? new ApiError('SEARCH_TIMEOUT', { cause: error }) : error;
}

function toFoundChat(row: ChatRow): FoundChatDto {
  return {
    id: row.id,
    channel: { id: row.channelId, name: row.channelName },
    customer: {
      id: row.customerId,
      name: row.customerName,
      phone: row.phone,
      bsuid: row.bsuid,
      username: row.username,
    },
  };
}
