import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isLine } from '../../messages/domain/sent-reaction.js';

/** A place in a chat's order. The time as text: a Date has no microseconds and would meet messages twice. */
export interface MessagePlace {
  id: number;
  at: string;
}

@Injectable()
export class ExportRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The messages of a chat behind a place, oldest first. Access is the caller's question. */
  findAfter(chatId: number, after: MessagePlace | undefined, limit: number): Promise<MessagePlace[]> {
    return this.dataSource.query(
      `select id, timestamp::text as at from messages
       where chat_id = $1 and ${isLine('messages')} and (timestamp, id) > (coalesce($2::timestamptz, '-infinity'), coalesce($3::bigint, 0))
       order by timestamp, id limit $4`,
      [chatId, after?.at ?? null, after?.id ?? null, limit],
    );
  }

  async countMessages(chatId: number): Promise<number> {
    const [row]: { count: number }[] = await this.dataSource.query(
      'select message_count as count from chats where id = $1',
      [chatId],
    );
    return row?.count ?? 0;
  }
}
