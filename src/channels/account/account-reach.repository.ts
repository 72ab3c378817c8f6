import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';

/** A message is delivered within two days of leaving, or hardly ever: what left earlier is not looked at. */
const LOOK_BACK = `interval '3 days'`;
/** Meta's moving window (its page on messaging limits). */
const DAY = `interval '24 hours'`;

export interface ReachCount {
  used: number;
  /** When the customer was reached who has to fall out before there is a place; without a limit, the first of all. */
  reachedAt: Date | null;
}

export interface ShownReach extends ReachCount {
  wabaId: string;
  word: string | null;
}

export interface Spare {
  dailyLimit: number;
  spare: number;
  fullUntil: Date | null;
  countedAt: Date;
}

/**
 * Who of the accounts `$1` counts as reached at `$2`, each once, by when they were reached last: Meta counts a customer to whom a template
 * was delivered outside the window; what is on its way may be, and counts from when it left. What was refused or failed does not.
 */
const REACHED = `select channel.waba_id, chat.customer_id, max(greatest(attempt.posting_at, coalesce(attempt.delivered_at, attempt.read_at))) as at
  from channels channel
  join send_attempts attempt on attempt.channel_id = channel.id and attempt.outside_window
    and attempt.posting_at > $2::timestamptz - ${LOOK_BACK} and attempt.state in ('posting', 'accepted', 'uncertain')
    and (attempt.failed_at is null or attempt.state = 'uncertain' or coalesce(attempt.delivered_at, attempt.read_at) is not null)
  join messages message on message.id = attempt.message_id
  join chats chat on chat.id = message.chat_id
  where channel.waba_id = any($1::text[])
  group by channel.waba_id, chat.customer_id
  having max(greatest(attempt.posting_at, coalesce(attempt.delivered_at, attempt.read_at))) > $2::timestamptz - ${DAY}`;

/** What Meta last said the limit of the `account` is: of whichever of its numbers, for all of them share it. */
const LAST_WORD = `(select change.sets->>'messagingLimit' from channels channel join channel_changes change on change.channel_id = channel.id
  where channel.waba_id = account.waba_id and change.sets ? 'messagingLimit'
  order by change.occurred_at desc, change.fingerprint desc limit 1)`;

/** Chats that wait for a place in the limit of account `$1` and may leave when they have it. */
const WAITING = `chat_queue queue join channels channel on channel.id = queue.channel_id
  where channel.waba_id = $1 and channel.paused_at is null and queue.limited_at is not null`;

@Injectable()
export class AccountReachRepository {
  async limitOf(manager: EntityManager, channelId: number): Promise<{ wabaId: string; word: string | null }> {
    const [row]: { wabaId: string; word: string | null }[] = await manager.query(
      `select account.waba_id as "wabaId", ${LAST_WORD} as word from channels account where account.id = $1`,
      [channelId],
    );
    if (row === undefined) throw new Error('a chat has no channel');
    return row;
  }

  async wordOf(manager: EntityManager, wabaId: string): Promise<string | null> {
    const [row]: { word: string | null }[] = await manager.query(
      `select ${LAST_WORD} as word from (values ($1::text)) as account (waba_id)`,
      [wabaId],
    );
    return row?.word ?? null;
  }

  /** Locks an account until the transaction ends; after chats, as counters are. */
  async lock(manager: EntityManager, wabaId: string, now: Date): Promise<Spare> {
    const [row]: Spare[] = await manager.query(
      `insert into account_reach as reach (waba_id, daily_limit, spare, counted_at) values ($1, 0, 0, $2)
       on conflict (waba_id) do update set spare = reach.spare
       returning daily_limit as "dailyLimit", spare, full_until as "fullUntil", counted_at as "countedAt"`,
      [wabaId, now],
    );
    if (row === undefined) throw new Error('the lock of an account is gone');
    return row;
  }

  async keep(
    manager: EntityManager,
    wabaId: string,
    { dailyLimit, spare, fullUntil, countedAt }: Spare,
  ): Promise<void> {
    await manager.query(
      'update account_reach set daily_limit = $2, spare = $3, full_until = $4, counted_at = $5 where waba_id = $1',
      [wabaId, dailyLimit, spare, fullUntil, countedAt],
    );
  }

  /** Whether the customer of a chat counts already. */
  async isReached(manager: EntityManager, wabaId: string, chatId: number, now: Date): Promise<boolean> {
    const rows: unknown[] = await manager.query(
      `select 1 from (${REACHED}) as reached where customer_id = (select customer_id from chats where id = $3)`,
      [[wabaId], now, chatId],
    );
    return rows.length > 0;
  }

  async count(manager: EntityManager, wabaId: string, limit: number, now: Date): Promise<ReachCount> {
    const [row]: ReachCount[] = await manager.query(
      `select count(*)::integer as used,
         (array_agg(at order by at))[1 + greatest(count(*) - $3::integer, 0)::integer] as "reachedAt"
       from (${REACHED}) as reached`,
      [[wabaId], now, limit],
    );
    return row ?? { used: 0, reachedAt: null };
  }

  show(manager: EntityManager, wabaIds: readonly string[], now: Date): Promise<ShownReach[]> {
    return manager.query(
      `select account.waba_id as "wabaId", coalesce(counted.used, 0) as used, counted.at as "reachedAt", ${LAST_WORD} as word
       from unnest($1::text[]) as account (waba_id)
       left join (select waba_id, count(*)::integer as used, min(at) as at from (${REACHED}) as reached group by waba_id) as counted
         on counted.waba_id = account.waba_id`,
      [wabaIds, now],
    );
  }

  /** Whether the account of a channel has no place at `now`, as last counted. */
  async isFull(manager: EntityManager, channelId: number, now: Date): Promise<boolean> {
    const rows: unknown[] = await manager.query(
      `select 1 from channels channel join account_reach reach on reach.waba_id = channel.waba_id
       where channel.id = $1 and reach.full_until > $2`,
      [channelId, now],
    );
    return rows.length > 0;
  }

  /** Accounts for whose places chats wait though there may be some: it is time, there were some, or the count is older than `before`. */
  async findAwaited(manager: EntityManager, now: Date, before: Date): Promise<string[]> {
    const rows: { wabaId: string }[] = await manager.query(
      `select distinct channel.waba_id as "wabaId" from channels channel
       left join account_reach reach on reach.waba_id = channel.waba_id
       where channel.paused_at is null
         and (reach.full_until is null or reach.full_until <= $1 or reach.counted_at <= $2 or reach.counted_at > $1)
         and exists (select 1 from chat_queue queue
           where queue.channel_id = channel.id and queue.limited_at is not null and queue.next_at > $1)`,
      [now, before],
    );
    return rows.map(({ wabaId }) => wabaId);
  }

  /**
   * Has as many chats looked at now as there are places, the longest waiting first; all where `places` is null. Those who were told
   * before, and have not come yet, have theirs.
   */
  async rouse(manager: EntityManager, wabaId: string, places: number | null, now: Date): Promise<void> {
    await manager.query(
      `with offered as materialized (
         select queue.chat_id from ${WAITING} and queue.next_at > $3 order by queue.limited_at, queue.chat_id
         limit case when $2::integer is not null
           then greatest(0, $2::integer - (select count(*) from ${WAITING} and queue.next_at <= $3)) end
         -- What is locked is being looked at.
         for update of queue skip locked
       )
       update chat_queue set next_at = $3 where chat_id in (select chat_id from offered)`,
      [wabaId, places, now],
    );
  }
}
