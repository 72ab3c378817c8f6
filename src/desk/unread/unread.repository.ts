import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { canSeeChat } from '../../chats/domain/chat-access.js';
import { chatScopes } from '../../chats/domain/chat-scopes.js';

export interface UnreadRow {
  chats: number;
  messages: number;
  mineChats: number;
  mineMessages: number;
  unassignedChats: number;
  unassignedMessages: number;
}

/** Sums of what an index holds of unread chats alone. */
const COUNTS = `count(*) as chats, coalesce(sum(chat.unread_count), 0) as messages,
  count(*) filter (where chat.assignee_id = $1) as "mineChats",
  coalesce(sum(chat.unread_count) filter (where chat.assignee_id = $1), 0) as "mineMessages",
  count(*) filter (where chat.assignee_id is null) as "unassignedChats",
  coalesce(sum(chat.unread_count) filter (where chat.assignee_id is null), 0) as "unassignedMessages"`;

@Injectable()
export class UnreadRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Over the open and closed chats the user may see. */
  async countForUser(userId: number): Promise<UnreadRow> {
    const [row]: UnreadRow[] = await this.dataSource.query(
      `with scopes as materialized (${chatScopes('$1')})
       select ${COUNTS} from scopes scope join chats chat on chat.channel_id = scope.channel_id
       where chat.unread_count > 0 and chat.merged_into is null and (scope.sees_all or chat.assignee_id is null or chat.assignee_id = $1)
         and ${canSeeChat('chat', '$1')}`,
      [userId],
    );
    if (row === undefined) throw new Error('an aggregate gave no row');
    return row;
  }
}
