import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { Clock } from '../common/clock.js';
import { AttemptState, MessageStatus } from './domain/message.js';
import type { StoredFailure } from './domain/message-error.js';
import type { PastTry } from './domain/retry-schedule.js';
import { NEXT_AT } from './messages.repository.js';

export interface NewOutgoing {
  chatId: number;
  channelId: number;
  senderUserId: number;
  type: string;
  content: string;
  /** The object of the type in Meta's own keys. */
  details: Record<string, unknown>;
  caption: string | null;
  filename: string | null;
  sourceUrl: string | null;
  mediaId: number | null;
  /** Files of the cards of a carousel, in their order. */
  cardMediaIds: readonly number[];
  /** The message it quotes. */
  replyToWamid: string | null;
  clientMessageId: string | null;
  bodyHash: Buffer | null;
  timestamp: Date;
  /** Null for what is to leave at once. */
  scheduledAt: Date | null;
}

export interface NewAttempt {
  id: string;
  messageId: number;
  channelId: number;
  number: number;
  state: 'queued' | 'posting';
  createdAt: Date;
}

export interface AttemptEnd {
  state: 'accepted' | 'refused' | 'uncertain';
  wamid: string | null;
  reason: string | null;
  httpStatus: number | null;
  failure: StoredFailure | null;
}

/** What the answer to a send is made of. */
export interface OutgoingState {
  id: number;
  chatId: number;
  content: string;
  status: MessageStatus;
  timestamp: Date;
  wamid: string | null;
  clientMessageId: string | null;
  bodyHash: Buffer | null;
  error: StoredFailure | null;
  attemptState: AttemptState | null;
  attempts: number;
  attemptAt: Date | null;
  nextAt: Date | null;
  scheduledAt: Date | null;
  /** When this was seen. */
  seenAt: Date;
  /** Nothing is sent from its channel now. */
  isPaused: boolean;
  /** When the newest attempt began to be posted. */
  postingAt: Date | null;
}

const STATE_COLUMNS = `message.id, message.chat_id as "chatId", message.content, message.status, message.timestamp, message.wamid,
  message.client_message_id as "clientMessageId", message.scheduled_at as "scheduledAt", message.body_hash as "bodyHash", message.error,
  newest.state as "attemptState", newest.number as attempts, newest.created_at as "attemptAt", newest.next_at as "nextAt", newest.posting_at as "postingAt",
  (select paused_at is not null from channels where channels.id = message.channel_id) as "isPaused"
  from messages message
  left join lateral (
    select attempt.state, attempt.number, attempt.created_at, attempt.posting_at, ${NEXT_AT} as next_at
    from send_attempts attempt where attempt.message_id = message.id order by attempt.number desc limit 1
  ) as newest on true`;

@Injectable()
export class OutgoingRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** The id of the new row, or undefined where this sender has used the key before. The chat must be locked. */
  async insertPending(manager: EntityManager, message: NewOutgoing): Promise<number | undefined> {
    const [row]: { id: number }[] = await manager.query(
      `insert into messages (chat_id, channel_id, direction, origin, type, content, caption, filename, source_url, media_id,
         sender_user_id, client_message_id, body_hash, timestamp, created_at, scheduled_at, status, details, reply_to_wamid, card_media)
       values ($1, $2, 'out', 'operator', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13, 'pending', $14::jsonb, $15, nullif($16::bigint[], '{}'))
       on conflict (sender_user_id, client_message_id) where client_message_id is not null do nothing
       returning id`,
      [
        message.chatId,
        message.channelId,
        message.type,
        message.content,
        message.caption,
        message.filename,
        message.sourceUrl,
        message.mediaId,
        message.senderUserId,
        message.clientMessageId,
        message.bodyHash,
        message.timestamp,
        message.scheduledAt,
        JSON.stringify(message.details),
        message.replyToWamid,
        message.cardMediaIds,
      ],
    );
    return row?.id;
  }

  async insertAttempt(manager: EntityManager, attempt: NewAttempt): Promise<void> {
    await manager.query(
      `insert into send_attempts (id, message_id, channel_id, number, state, created_at, posting_at)
       values ($1, $2, $3, $4, $5, $6, case when $5 = 'posting' then $6::timestamptz end)`,
      [attempt.id, attempt.messageId, attempt.channelId, attempt.number, attempt.state, attempt.createdAt],
    );
  }

  /** One more try of a message, due at `nextAt`; none where somebody has made one after the attempt `after` already. */
  async insertNextAttempt(
    manager: EntityManager,
    attempt: { id: string; messageId: number; createdAt: Date; nextAt: Date | null; after?: string },
  ): Promise<void> {
    await manager.query(
      `insert into send_attempts (id, message_id, channel_id, number, state, created_at, next_at)
       select $1, message_id, channel_id, number + 1, 'queued', $3, $4
       from (select * from send_attempts where message_id = $2 order by number desc limit 1) as newest
       where $5::uuid is null or newest.id = $5`,
      [attempt.id, attempt.messageId, attempt.createdAt, attempt.nextAt, attempt.after ?? null],
    );
  }

  /** The tries of a message so far, the oldest first. */
  findTries(manager: EntityManager, messageId: number): Promise<PastTry[]> {
    return manager.query(
      `select next_at as "nextAt", created_at as "createdAt" from send_attempts where message_id = $1 order by number`,
      [messageId],
    );
  }

  /**
   * Writes how an attempt ended, and gives its state then; undefined where it had been refused or cancelled before. A receipt may have
   * settled it already, and what it knows stays.
   */
  async endAttempt(
    manager: EntityManager,
    attemptId: string,
    end: AttemptEnd,
    at: Date,
  ): Promise<AttemptState | undefined> {
    const [rows]: [{ state: AttemptState }[], number] = await manager.query(
      `update send_attempts set
         state = case when state = 'accepted' then state else $2 end,
         wamid = coalesce($3, wamid), reason = $4, http_status = $5, graph_code = coalesce(graph_code, $6),
         fbtrace_id = $7, error = coalesce(error, $8::jsonb), finished_at = $9,
         -- A late success takes back what was given up for lost.
         failed_at = case when $2 = 'refused' and state <> 'accepted' then $9 when $2 <> 'accepted' then failed_at end
       where id = $1 and state <> 'refused'
       returning state`,
      [
        attemptId,
        end.state,
        end.wamid,
        end.reason,
        end.httpStatus,
        end.failure?.code ?? null,
        end.failure?.fbtraceId ?? null,
        end.failure === null ? null : JSON.stringify(end.failure),
        at,
      ],
    );
    return rows[0]?.state;
  }

  findByKey(senderUserId: number, clientMessageId: string): Promise<OutgoingState | undefined> {
    return this.seen(
      this.dataSource.query(`select ${STATE_COLUMNS} where sender_user_id = $1 and client_message_id = $2`, [
        senderUserId,
        clientMessageId,
      ]),
    );
  }

  async findState(messageId: number): Promise<OutgoingState> {
    const row = await this.seen(this.dataSource.query(`select ${STATE_COLUMNS} where id = $1`, [messageId]));
    if (row === undefined) throw new Error('a message that was just written is gone');
    return row;
  }

  private async seen(rows: Promise<Omit<OutgoingState, 'seenAt'>[]>): Promise<OutgoingState | undefined> {
    const [row] = await rows;
    return row === undefined ? undefined : { ...row, seenAt: this.clock.now() };
  }

  /** Gives an uncertain attempt up; false where a receipt has settled it meanwhile. */
  async giveUp(manager: EntityManager, attemptId: string, failure: StoredFailure, at: Date): Promise<boolean> {
    const [, count]: [unknown, number] = await manager.query(
      `update send_attempts set failed_at = $2, error = $3::jsonb where id = $1 and state = 'uncertain' and failed_at is null`,
      [attemptId, at, JSON.stringify(failure)],
    );
    return count === 1;
  }
}
