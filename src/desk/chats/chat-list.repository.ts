import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { canSeeChat } from '../../chats/domain/chat-access.js';
import { chatScopes } from '../../chats/domain/chat-scopes.js';
import type { ChatCursor, ChatPlace } from './chat-cursor.js';
import type { ChatFilter, CustomerPatterns } from './chat-filter.js';
import { LAST_ACTIVITY } from './chat-rows.repository.js';
import { findCustomers, isFound } from './customer-search.js';

/**
 * What a list asks for, in the order of its parameters. One that no filter uses still has its type here, else PostgreSQL refuses it.
 */
const GIVEN = `given as (select $1::bigint as user_id, $2::integer as how_many, $3::bigint as micros, $4::bigint as cursor_id,
  $5::bigint as assignee_id, $6::bigint as label_id, $7::bigint as channel_id, $8::timestamptz as inbound_after,
  $9::timestamptz as inbound_up_to, $10::bigint[] as customer_ids, $11::text as name, $12::text as digits)`;

const LABELLED =
  'and exists (select 1 from chat_labels where chat_labels.chat_id = chat.id and chat_labels.label_id = $6)';

// A message is never older than the chat's last activity: that bound lets the index end the search.
const WINDOW_CLOSING = `and chat.last_inbound_at > $8 and chat.last_inbound_at <= $9 and ${LAST_ACTIVITY} > $8
  and (chat.window_closed_at is null or chat.window_closed_at < chat.last_inbound_at)`;

/** Few customers are found first, and their chats with them; of many the next chat is likely to be one's, so the chats are tried. */
const MAX_FOUND_FIRST = 1_000;

const CUSTOMERS = findCustomers('$1', '$2');
const FOUND_FIRST = 'and chat.customer_id = any($10)';
const FOUND_ON_THE_WAY = `and (select ${isFound('customer', '$11', '$12')} from customers customer where customer.id = chat.customer_id)`;

@Injectable()
export class ChatListRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * The chats the user may see, newest activity first, or from a cursor in its direction; `howMany` at most.
   *
   * Each scope's end of an index is read until it has given that many: the cost goes by the page, not by the chats there are. Those
   * merged into another chat live on in that one and are left out.
   */
  async findPage(
    userId: number,
    filter: ChatFilter,
    cursor: ChatCursor | undefined,
    howMany: number,
  ): Promise<ChatPlace[]> {
    const { assignee, isUnread, status, labelId, channelId, lastInbound, search } = filter;
    const [order, isBeyond] = cursor?.direction === 'before' ? ['asc', '>'] : ['desc', '<'];
    const from = `and (${LAST_ACTIVITY}, chat.id) ${isBeyond} (timestamptz 'epoch' + $3 * interval '1 microsecond', $4::bigint)`;
    const whose = assignee === 'unassigned' ? 'and chat.assignee_id is null' : 'and chat.assignee_id = $5';
    const state = status === 'open' ? `and chat.status = 'open'` : `and chat.status = 'closed'`;
    const customerIds = search && (await this.findFewCustomers(search));
    const found = customerIds === undefined ? FOUND_ON_THE_WAY : FOUND_FIRST;
    const rows = `select chat.id, ${LAST_ACTIVITY} as activity from chats chat
      where chat.channel_id = scope.channel_id and chat.merged_into is null
      ${cursor === undefined ? '' : from} ${assignee === undefined ? '' : whose} ${status === undefined ? '' : state}
      ${isUnread ? 'and chat.unread_count > 0' : ''} ${labelId === undefined ? '' : LABELLED}
      ${lastInbound === undefined ? '' : WINDOW_CLOSING} ${search === undefined ? '' : found}
      and ${canSeeChat('chat', '$1')}`;
    const inOrder = `order by activity ${order}, id ${order} limit $2`;
    return this.dataSource.query(
      `with ${GIVEN}, scopes as materialized (${chatScopes('$1')} ${channelId === undefined ? '' : 'and channels.id = $7'})
       select page.id, (extract(epoch from page.activity) * 1000000)::bigint as micros
       from scopes scope cross join lateral (
         (${rows} and scope.sees_all ${inOrder})
         union all (${rows} and not scope.sees_all and chat.assignee_id is null ${inOrder})
         union all (${rows} and not scope.sees_all and chat.assignee_id = $1 ${inOrder})
       ) page ${inOrder}`,
      [
        userId,
        howMany,
        cursor?.micros,
        cursor?.id,
        typeof assignee === 'number' ? assignee : undefined,
        labelId,
        channelId,
        lastInbound?.after,
        lastInbound?.upTo,
        customerIds,
        search?.name,
        search?.digits,
      ],
    );
  }

  /** Undefined where there are more than is good to find first. */
  private async findFewCustomers({ name, digits }: CustomerPatterns): Promise<number[] | undefined> {
    const rows: { id: number }[] = await this.dataSource.query(`${CUSTOMERS} limit $3`, [
      name,
      digits,
      MAX_FOUND_FIRST + 1,
    ]);
    return rows.length > MAX_FOUND_FIRST ? undefined : rows.map(({ id }) => id);
  }
}
