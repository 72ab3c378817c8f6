import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { StoryAttempt, StoryDeed, StoryReceipt } from '../domain/story.js';

/** The rows a message's story is made of. Access is the caller's question. */
@Injectable()
export class StoryRepository {
  constructor(private readonly dataSource: DataSource) {}

  findAttempts(messageId: number): Promise<StoryAttempt[]> {
    return this.dataSource.query(
      `select number, state, reason, error as failure, created_at as "createdAt", next_at as "nextAt", posting_at as "postingAt",
         finished_at as "finishedAt", failed_at as "failedAt"
       from send_attempts where message_id = $1 order by number`,
      [messageId],
    );
  }

  findReceipts(messageId: number): Promise<StoryReceipt[]> {
    return this.dataSource.query(
      `select attempt.number as attempt, receipts.status, receipts.occurred_at as "occurredAt", receipts.received_at as "receivedAt",
         receipts.details->'error' as failure
       from receipts join send_attempts attempt on attempt.id = receipts.attempt_id
       where attempt.message_id = $1 order by receipts.id`,
      [messageId],
    );
  }

  findDeeds(messageId: number): Promise<StoryDeed[]> {
    return this.dataSource.query(
      `select (deed.details->>'attempt')::integer as attempt, deed.action, deed.at, actor.email as by,
         coalesce(deed.details->'acceptDuplicate' = 'true'::jsonb, false) as "acceptDuplicate"
       from audit_log deed left join users actor on actor.id = deed.actor_user_id
       where deed.object_type = 'message' and deed.action <> 'message.sent' and deed.object_id = $1 order by deed.id`,
      [String(messageId)],
    );
  }

  /** Since when the message's channel sends nothing. */
  async findPausedAt(messageId: number): Promise<Date | null> {
    const [row]: { pausedAt: Date | null }[] = await this.dataSource.query(
      `select paused_at as "pausedAt" from channels where id = (select channel_id from messages where id = $1)`,
      [messageId],
    );
    return row?.pausedAt ?? null;
  }
}
