import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { canSeeChat } from '../../chats/domain/chat-access.js';
import type { IdCursor } from '../../common/id-page.js';
import { transaction } from '../../database/transaction.js';
import type { SearchWords } from './search-text.js';

export interface SearchQuery extends SearchWords {
  userId: number;
  channelId: number | undefined;
  chatId: number | undefined;
  cursor: IdCursor | undefined;
  limit: number;
}

export interface FoundMessage {
  id: number;
  chatId: number;
}

const ONE_KEY = 'found.key like ($3::text[])[1]';
const TWO_KEYS = `${ONE_KEY} and found.key like ($3::text[])[2]`;
const THREE_KEYS = `${TWO_KEYS} and found.key like ($3::text[])[3]`;
const NO_KEY = '$3::text[] is not null';

@Injectable()
export class SearchRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Ids of messages in chats the user may see, newest first, in the cursor's direction from its place, one more than `limit` where there
   * are more. The keys find by the index, the words decide: two texts may have one key. Breaks off after 2 s with SQLSTATE 57014.
   */
  find({ userId, words, keys, limit, channelId, chatId, cursor }: SearchQuery): Promise<FoundMessage[]> {
    return transaction(this.dataSource, async (manager) => {
      const isBackwards = cursor?.direction === 'before';
      const [place, order] = isBackwards
        ? ['found.message_id > $7', 'asc']
        : ['($7::bigint is null or found.message_id < $7)', 'desc'];
      const few = keys.length === 0 ? NO_KEY : ONE_KEY;
      const many = keys.length === 2 ? TWO_KEYS : THREE_KEYS;
      const byKeys = keys.length < 2 ? few : many;
      await manager.query(`set local statement_timeout = '2s'`);
      return manager.query(
        `select found.message_id as id, found.chat_id as "chatId" from message_search found join chats chat on chat.id = found.chat_id
         where ${byKeys} and (select bool_and(strpos(found.text, word) > 0) from unnest($2::text[]) as word)
           and ${place} and ($5::bigint is null or chat.channel_id = $5) and ($6::bigint is null or found.chat_id = $6)
           and ${canSeeChat('chat', '$1')}
         order by found.message_id ${order} limit $4`,
        [userId, words, keys, limit + 1, channelId ?? null, chatId ?? null, cursor?.id ?? null],
      );
    });
  }
}
