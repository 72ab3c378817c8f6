import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { currentAlias } from '../../chats/domain/current-alias.js';

/** A worker renews its leases while it works; one that is silent for so long has died. By the database's clock. */
const LEASE = `interval '30 seconds'`;

export interface QueuedChat {
  chatId: number;
  channelId: number;
}

/** A chat in the hands of one process. */
export interface Lease {
  chatId: number;
  owner: string;
}

/** An attempt whose bytes are about to leave. */
export interface Posting {
  chatId: number;
  attemptId: string;
  pairTat: Date;
  /** Of the service window. */
  isOutside: boolean;
}

/** The head of a chat's queue: the newest attempt of its oldest message that is still to be posted. */
export interface QueueHead {
  /** When its posting was begun, in milliseconds of a clock that only goes on; set where it was. */
  begunAt?: number;
  attemptId: string;
  messageId: number;
  nextAt: Date | null;
  /** When it first found no place in the messaging limit. */
  limitedAt: Date | null;
  type: string;
  content: string;
  caption: string | null;
  filename: string | null;
  /** The object of the type in Meta's own keys. */
  details: Record<string, unknown>;
  replyToWamid: string | null;
  mediaId: number | null;
  /** The same of the cards of a carousel. */
  cardMediaIds: number[];
  /** A receipt of an earlier attempt came late: the customer has it. */
  isDelivered: boolean;
  isScheduled: boolean;
  /** Its file has no id at Meta that lives long enough. */
  needsUpload: boolean;
  waId: string | null;
  bsuid: string | null;
}

/** Of a process: how many chats more it takes on, and how many of each channel it has. */
export interface Room {
  room: number;
  busy: ReadonlyMap<number, number>;
}

export interface HeldQueue {
  pairTat: Date | null;
  isPaused: boolean;
}

/**
 * When an attempt joined its chat's queue: what was written goes in the order written, what was scheduled takes its place at its time
 * and, having it in the future until then, stands behind all that may go. Sent again by hand before that time, it joins at once.
 */
const JOINED_AT = `case when message.scheduled_at is null then message.timestamp else least(message.scheduled_at, attempt.created_at) end`;

/** When an attempt may be posted as far as it is concerned. */
const DUE_AT = 'coalesce(attempt.next_at, attempt.created_at)';

/** Which attempt of a chat, `$1`, is to be posted next. */
const HEAD_ID = `select attempt.id from send_attempts attempt join messages message on message.id = attempt.message_id
  where attempt.state = 'queued' and message.chat_id = $1
  order by ${JOINED_AT}, message.id limit 1`;

const HEAD = `select attempt.id as "attemptId", message.id as "messageId", ${DUE_AT} as "nextAt",
    attempt.limited_at as "limitedAt", message.type, message.content, message.caption, message.filename, message.media_id as "mediaId",
    message.details, message.reply_to_wamid as "replyToWamid",
    message.status in ('delivered', 'read') as "isDelivered", message.scheduled_at is not null as "isScheduled",
    coalesce(to_jsonb(message.card_media), '[]') as "cardMediaIds",
    exists (select 1 from media where media.id = any(message.media_id || message.card_media)
      and (media.meta_id is null or media.meta_id_expires_at < $2)) as "needsUpload",
    ${currentAlias('chat.customer_id', 'wa_id')} as "waId", ${currentAlias('chat.customer_id', 'bsuid')} as "bsuid"
  from send_attempts attempt
  join messages message on message.id = attempt.message_id
  join chats chat on chat.id = message.chat_id
  where attempt.id = (${HEAD_ID})`;

/** Nothing of a chat waits or leaves now but what is scheduled for a time to come, so that what is entered goes at once. */
const IS_IDLE = `(queue.next_at is null or (queue.next_at > $4 and queue.lease_owner is null and not exists (
  select 1 from send_attempts attempt join messages message on message.id = attempt.message_id
  where message.chat_id = $1 and (attempt.state = 'posting' or (attempt.state = 'queued' and ${JOINED_AT} <= $4))
)))`;

/** Of chats in work in one process, a channel has so many to itself. */
const OWN_ROOM = 10;

/** At `$3`. */
const IS_DUE = `queue.next_at <= $3 and (queue.lease_expires_at is null or queue.lease_expires_at < now())`;

/** Work of chats that waits to be posted. `next_at` is set while there is any, and only changes under the chat's lock. */
@Injectable()
export class ChatQueueRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Enters work of a chat that is locked. Returns the queue's state where the chat was idle and is now leased to `owner`, so that an
   * ordinary send goes on without a round through the queue; undefined where it has to wait its turn.
   */
  async enter(manager: EntityManager, chat: QueuedChat, owner: string, now: Date): Promise<HeldQueue | undefined> {
    const [row]: (HeldQueue & { isMine: boolean })[] = await manager.query(
      `insert into chat_queue as queue (chat_id, channel_id, next_at, lease_owner, lease_expires_at)
       values ($1, $2, $4, $3, now() + ${LEASE})
       on conflict (chat_id) do update set
         next_at = least(queue.next_at, excluded.next_at),
         lease_owner = case when ${IS_IDLE} then excluded.lease_owner else queue.lease_owner end,
         lease_expires_at = case when ${IS_IDLE} then excluded.lease_expires_at else queue.lease_expires_at end
       -- What waits or leaves already goes first.
       returning pair_tat as "pairTat", coalesce(lease_owner = $3, false) as "isMine",
         (select paused_at is not null from channels where id = $2) as "isPaused"`,
      [chat.chatId, chat.channelId, owner, now],
    );
    return row?.isMine === true ? { pairTat: row.pairTat, isPaused: row.isPaused } : undefined;
  }

  /** Enters work of a locked chat that is not due before `at`. */
  async enterLater(manager: EntityManager, { chatId, channelId }: QueuedChat, at: Date): Promise<void> {
    await manager.query(
      `insert into chat_queue as queue (chat_id, channel_id, next_at) values ($1, $2, $3)
       on conflict (chat_id) do update set next_at = least(queue.next_at, excluded.next_at)`,
      [chatId, channelId, at],
    );
  }

  /**
   * Leases chats whose work is due, of all channels the longest waiting first, until `room` is used up; but of each channel some in any
   * case: one whose number is throttled may have all the room for minutes. What another worker holds or a paused channel owns is passed over.
   */
  async claim(owner: string, { room, busy }: Room, now: Date): Promise<QueuedChat[]> {
    const [rows]: [QueuedChat[], number] = await this.dataSource.query(
      `with own as materialized (
         select due.chat_id from channels left join unnest($4::bigint[], $5::integer[]) as busy (channel_id, count) on busy.channel_id = channels.id
         cross join lateral (
           select queue.chat_id from chat_queue queue where queue.channel_id = channels.id and ${IS_DUE}
           order by queue.next_at limit greatest(0, ${OWN_ROOM} - coalesce(busy.count, 0)) for update skip locked
         ) as due
         where channels.paused_at is null
       ), others as materialized (
         select queue.chat_id from chat_queue queue join channels on channels.id = queue.channel_id
         where ${IS_DUE} and channels.paused_at is null and queue.chat_id not in (select chat_id from own)
         order by queue.next_at limit greatest(0, $2::integer - (select count(*) from own)) for update of queue skip locked
       )
       update chat_queue set lease_owner = $1, lease_expires_at = now() + ${LEASE}
       where chat_id in (select chat_id from own union all select chat_id from others)
       returning chat_id as "chatId", channel_id as "channelId"`,
      [owner, room, now, [...busy.keys()], [...busy.values()]],
    );
    return rows;
  }

  /** The queue of a locked chat that is looked at anew, its lease renewed; undefined where the lease is lost. */
  async hold(manager: EntityManager, chatId: number, owner: string): Promise<HeldQueue | undefined> {
    const [rows]: [HeldQueue[], number] = await manager.query(
      `update chat_queue queue set lease_expires_at = now() + ${LEASE}, limited_at = null
       from channels where channels.id = queue.channel_id and queue.chat_id = $1 and queue.lease_owner = $2
       returning queue.pair_tat as "pairTat", channels.paused_at is not null as "isPaused"`,
      [chatId, owner],
    );
    return rows[0];
  }

  async head(manager: EntityManager, chatId: number, uploadsUsableAt: Date): Promise<QueueHead | undefined> {
    const [row]: QueueHead[] = await manager.query(HEAD, [chatId, uploadsUsableAt]);
    return row;
  }

  /** Commits that the head's bytes are about to leave, and what that takes from the pair limit. */
  async beginPosting(
    manager: EntityManager,
    { chatId, attemptId, pairTat, isOutside }: Posting,
    now: Date,
  ): Promise<void> {
    await manager.query(
      `update send_attempts set state = 'posting', posting_at = $2, outside_window = $3 where id = $1 and state = 'queued'`,
      [attemptId, now, isOutside],
    );
    await this.spendPair(manager, chatId, pairTat);
  }

  async spendPair(manager: EntityManager, chatId: number, pairTat: Date): Promise<void> {
    await manager.query('update chat_queue set pair_tat = $2 where chat_id = $1', [chatId, pairTat]);
  }

  /** The head of a locked chat has found no place in the messaging limit; how long it waits is told from the first time. */
  async limit(manager: EntityManager, chatId: number, attemptId: string, now: Date): Promise<void> {
    await manager.query(
      `with held as (
         update send_attempts set limited_at = coalesce(limited_at, $3) where id = $2 returning limited_at
       )
       update chat_queue set limited_at = held.limited_at from held where chat_id = $1`,
      [chatId, attemptId, now],
    );
  }

  /**
   * After a step of a locked chat: what is left is due at the head's time, not before `notBefore`. The lease stays where there is
   * work for now, and goes where there is none or the channel is paused. Tells whether it stays.
   */
  async settle(manager: EntityManager, { chatId, owner }: Lease, now: Date, notBefore: Date = now): Promise<boolean> {
    const [rows]: [{ isHeld: boolean }[], number] = await manager.query(
      `update chat_queue queue set
         next_at = due.at,
         lease_owner = case when due.at <= $3 and channels.paused_at is null then queue.lease_owner end,
         lease_expires_at = case when due.at <= $3 and channels.paused_at is null then queue.lease_expires_at end
       from (
         select (select greatest(${DUE_AT}, case when $4::timestamptz > $3 then $4 end)
           from send_attempts attempt where attempt.id = (${HEAD_ID})) as at
       ) as due, channels
       where queue.chat_id = $1 and queue.lease_owner = $2 and channels.id = queue.channel_id
       returning queue.lease_owner is not null as "isHeld"`,
      [chatId, owner, now, notBefore],
    );
    return rows[0]?.isHeld === true;
  }

  /**
   * Has a locked chat looked at now. Who takes it works out anew when its work is due; to do so here could take a chat from under a
   * worker that is posting, or hide what a dead one left behind.
   */
  async rouse(manager: EntityManager, chatId: number, now: Date): Promise<void> {
    await manager.query('update chat_queue set next_at = least(next_at, $2) where chat_id = $1', [chatId, now]);
  }

  /** The same of locked chats that wait: their customers have written, so that more may leave than before. */
  async rouseAll(manager: EntityManager, chatIds: readonly number[], now: Date): Promise<void> {
    await manager.query('update chat_queue set next_at = $2 where chat_id = any($1) and next_at > $2', [chatIds, now]);
  }

  async tightenPair(manager: EntityManager, chatId: number, pairTat: Date): Promise<void> {
    await manager.query('update chat_queue set pair_tat = greatest(pair_tat, $2) where chat_id = $1', [
      chatId,
      pairTat,
    ]);
  }

  /** Attempts of a chat whose worker died: they were posting, and nobody holds the chat but the caller. */
  async interrupted(manager: EntityManager, chatId: number): Promise<{ id: string; messageId: number }[]> {
    return manager.query(
      `select attempt.id, attempt.message_id as "messageId" from send_attempts attempt
       join messages message on message.id = attempt.message_id
       where attempt.state = 'posting' and message.chat_id = $1 for update of attempt`,
      [chatId],
    );
  }

  /** Keeps leases alive while their work goes on. */
  async renew(leases: readonly Lease[]): Promise<void> {
    await this.dataSource.query(
      `update chat_queue queue set lease_expires_at = now() + ${LEASE}
       from unnest($1::bigint[], $2::uuid[]) as held (chat_id, owner)
       where queue.chat_id = held.chat_id and queue.lease_owner = held.owner`,
      [leases.map(({ chatId }) => chatId), leases.map(({ owner }) => owner)],
    );
  }

  /** Gives leases back, so that others need not wait for them to end. */
  async release(owners: readonly string[]): Promise<void> {
    await this.dataSource.query(
      'update chat_queue set lease_owner = null, lease_expires_at = null where lease_owner = any($1)',
      [owners],
    );
  }
}
