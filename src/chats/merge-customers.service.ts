import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { NewEvent } from '../events/event-types.js';
import { chatsUpdated } from './chats-updated.js';
import type { Merge } from './domain/identity-book.js';

/** The chats of the younger whose channel the older has one of too, beside that one. */
const PAIRS = `(
  select gone.id as gone_id, kept.id as kept_id, gone.last_inbound_at, gone.window_closed_at, gone.blocked_at, gone.assignee_id, gone.status,
    gone.unread_count, gone.referral, gone.referral_at
  from chats gone join chats kept on kept.channel_id = gone.channel_id and kept.customer_id = $2 and kept.merged_into is null
  where gone.customer_id = $1 and gone.merged_into is null
) as pair`;

// The window, the block list and who cares for them are the person's, whichever chat they came by; and what nobody has read yet must
// not disappear with the chat that leaves the lists.
const GIVE_TO_KEPT_CHAT = `update chats set last_inbound_at = greatest(chats.last_inbound_at, pair.last_inbound_at),
    window_closed_at = greatest(chats.window_closed_at, pair.window_closed_at), blocked_at = greatest(chats.blocked_at, pair.blocked_at),
    referral = case when pair.referral_at > coalesce(chats.referral_at, '-infinity') then pair.referral else chats.referral end,
    referral_at = greatest(chats.referral_at, pair.referral_at),
    assignee_id = coalesce(chats.assignee_id, pair.assignee_id), unread_count = chats.unread_count + pair.unread_count,
    status = case when pair.status = 'open' then 'open' else chats.status end, updated_at = $3
  from ${PAIRS} where chats.id = pair.kept_id`;
/** Chats that were nobody's and get the assignee of the one that gives way: whoever saw them as unassigned may lose them. */
const FIND_INHERITED = `select kept.id as "chatId", kept.channel_id as "channelId", pair.assignee_id as "to"
  from ${PAIRS} join chats kept on kept.id = pair.kept_id where kept.assignee_id is null and pair.assignee_id is not null order by kept.id`;
const FOLLOW_EARLIER_MERGES = `update chats set merged_into = pair.kept_id, updated_at = $3
  from ${PAIRS} where chats.merged_into = pair.gone_id`;
const CLOSE_GONE_CHAT = `update chats set merged_into = pair.kept_id, status = 'closed', updated_at = $3
  from ${PAIRS} where chats.id = pair.gone_id`;
const MOVE_CHATS = 'update chats set customer_id = $2, updated_at = $3 where customer_id = $1';
const KEEP_NAMES = `update customers kept set name = coalesce(kept.name, gone.name),
    profile_name = coalesce(kept.profile_name, gone.profile_name), username = coalesce(kept.username, gone.username), updated_at = $3
  from customers gone where kept.id = $2 and gone.id = $1`;
const POINT_ON = 'update customers set merged_into = $2, updated_at = $3 where id = $1 or merged_into = $1';

const MOVE_IDENTITIES = 'update customer_identities set customer_id = $2 where customer_id = $1';
const MOVE_FORMER_IDENTITIES = 'update customer_identities set former_customer_id = $2 where former_customer_id = $1';
const MOVE_CHANGES = 'update customer_changes set customer_id = $2 where customer_id = $1';
// Of two words about marketing the later counts, of equal ones the one that says stop.
const MOVE_MARKETING = `insert into customer_marketing as kept (customer_id, opted_out, since, source)
  select $2::bigint, opted_out, since, source from customer_marketing where customer_id = $1
  on conflict (customer_id) do update set opted_out = excluded.opted_out, since = excluded.since, source = excluded.source
  where (excluded.since, excluded.opted_out) > (kept.since, kept.opted_out)`;

/** Makes one customer of two, in the caller's transaction. The younger one's chats close, or go on with the older. */
@Injectable()
export class MergeCustomersService {
  /**
   * The customers must be locked; locks their chats and `otherChatIds`, which the caller is going to touch, by id. Events to append
   * at the end.
   */
  async merge(
    manager: EntityManager,
    merges: readonly Merge[],
    { customerIds, otherChatIds }: { customerIds: readonly number[]; otherChatIds: readonly number[] },
    now: Date,
  ): Promise<NewEvent[]> {
    const all = [...customerIds, ...merges.flatMap(({ from, into }) => [from, into])];
    await manager.query('select id from chats where customer_id = any($1) or id = any($2) order by id for update', [
      all,
      otherChatIds,
    ]);
    const events: NewEvent[] = [];
    for (const one of merges) events.push(...(await this.mergeTwo(manager, one, now)));
    const updated = await chatsUpdated(
      manager,
      merges.map(({ into }) => into),
    );
    return [...events, ...updated];
  }

  private async mergeTwo(manager: EntityManager, { from, into }: Merge, now: Date): Promise<NewEvent[]> {
    const inherited: { chatId: number; channelId: number; to: number }[] = await manager.query(FIND_INHERITED, [
      from,
      into,
    ]);
    for (const step of [GIVE_TO_KEPT_CHAT, FOLLOW_EARLIER_MERGES, CLOSE_GONE_CHAT, MOVE_CHATS, KEEP_NAMES, POINT_ON]) {
      await manager.query(step, [from, into, now]);
    }
    for (const step of [MOVE_IDENTITIES, MOVE_FORMER_IDENTITIES, MOVE_CHANGES, MOVE_MARKETING]) {
      await manager.query(step, [from, into]);
    }
    return inherited.map(({ to, ...chat }) => ({ type: 'chat.assigned', ...chat, data: { from: null, to, by: null } }));
  }
}
