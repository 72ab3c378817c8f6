import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { IS_PARKED, TARGET_ID, type TargetKey } from '../changes/message-changes.repository.js';
import type { OpenAttempt } from './attempt-ending.service.js';

const LIMIT = 500;
const PARKED_FOR = `interval '7 days'`;

const ATTEMPT = `attempt.id, attempt.message_id as "messageId", message.chat_id as "chatId", attempt.channel_id as "channelId"`;

@Injectable()
export class ReconcilerRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Attempts that have been uncertain since `before` or longer, and are not given up yet. */
  findUncertain(before: Date): Promise<OpenAttempt[]> {
    return this.dataSource.query(
      `select ${ATTEMPT} from send_attempts attempt join messages message on message.id = attempt.message_id
       where attempt.state = 'uncertain' and attempt.failed_at is null and attempt.finished_at <= $1
       order by attempt.finished_at limit ${LIMIT}`,
      [before],
    );
  }

  /** Attempts whose wamid is known and for which receipts lie parked all the same. */
  findParked(): Promise<(OpenAttempt & { wamid: string })[]> {
    return this.dataSource.query(
      `select distinct ${ATTEMPT}, attempt.wamid from receipts
       join send_attempts attempt on attempt.channel_id = receipts.channel_id and attempt.wamid = receipts.wamid
       join messages message on message.id = attempt.message_id
       where receipts.attempt_id is null limit ${LIMIT}`,
    );
  }

  /** Messages that are known and of which reactions, edits or revokes lie parked all the same. */
  findChanged(): Promise<(TargetKey & { chatId: number })[]> {
    return this.dataSource.query(
      `select distinct change.channel_id as "channelId", change.target_wamid as wamid, target.chat_id as "chatId"
       from message_changes change join messages target on target.id = ${TARGET_ID}
       where ${IS_PARKED} limit ${LIMIT}`,
    );
  }

  /** What is parked is kept for 7 days: other tools use the same number, and theirs never find a message here. */
  async dropOldParked(now: Date): Promise<void> {
    await this.dataSource.query(
      `delete from receipts where id in (
         select id from receipts where attempt_id is null and received_at < $1::timestamptz - ${PARKED_FOR} limit 1000
       )`,
      [now],
    );
    // Those that will never be applied go with them.
    await this.dataSource.query(
      `delete from message_changes where id in (
         select id from message_changes where message_id is null and received_at < $1::timestamptz - ${PARKED_FOR} limit 1000
       )`,
      [now],
    );
  }
}
