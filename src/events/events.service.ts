import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { EventCommits } from './event-commits.service.js';
import { NewEvent } from './event-types.js';

@Injectable()
export class EventsService {
  constructor(private readonly commits: EventCommits) {}

  /** Writes the events in the caller's transaction, in the order given; call it last, after the rows it tells of. */
  async append(manager: EntityManager, events: readonly NewEvent[], occurredAt: Date): Promise<void> {
    if (events.length === 0) return;
    const rows = events.map((event) => ({
      type: event.type,
      channel_id: event.channelId,
      chat_id: event.chatId ?? null,
      message_id: event.messageId ?? null,
      data: event.data ?? {},
    }));
    await manager.query(
      `insert into events (type, occurred_at, channel_id, chat_id, message_id, data)
       select type, $2, channel_id, chat_id, message_id, data
       from rows from (jsonb_to_recordset($1::jsonb)
         as (type text, channel_id bigint, chat_id bigint, message_id bigint, data jsonb)) with ordinality
       order by ordinality`,
      [JSON.stringify(rows), occurredAt],
    );
    this.commits.note(manager);
  }
}
