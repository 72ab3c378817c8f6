import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { canSeeChat } from '../../chats/domain/chat-access.js';
import { currentAlias, isCurrent } from '../../chats/domain/current-alias.js';
import type { IdCursor } from '../../common/id-page.js';

export interface CustomerRow {
  id: number;
  name: string | null;
  profileName: string | null;
  username: string | null;
  phone: string | null;
  bsuid: string | null;
}

export interface IdentityView {
  kind: string;
  value: string;
  since: Date;
  until: Date | null;
}

export interface ChangeView {
  at: Date;
  kind: string;
  from: string | null;
  to: string | null;
  customerId: number | null;
  wamid: string | null;
}

export interface CustomerChatRow {
  id: number;
  channelId: number;
  channelName: string;
  mergedInto: number | null;
}

const MAX_CHANGES = 100;

/** A customer is seen by who sees one of their chats. */
function canSeeCustomer(customerId: string, userId: string): string {
  return `exists (select 1 from chats chat where chat.customer_id = ${customerId} and ${canSeeChat('chat', userId)})`;
}

@Injectable()
export class CustomerRowsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The customer, or who they turned out to be; undefined where the user sees none of their chats. */
  async findForUser(userId: number, customerId: number): Promise<CustomerRow | undefined> {
    const [row]: CustomerRow[] = await this.dataSource.query(
      `select customer.id, coalesce(customer.name, customer.profile_name) as name, customer.profile_name as "profileName",
         customer.username, ${currentAlias('customer.id', 'wa_id')} as phone, ${currentAlias('customer.id', 'bsuid')} as bsuid
       from customers asked join customers customer on customer.id = coalesce(asked.merged_into, asked.id)
       where asked.id = $2 and ${canSeeCustomer('customer.id', '$1')}`,
      [userId, customerId],
    );
    return row;
  }

  identities(customerId: number): Promise<IdentityView[]> {
    return this.dataSource.query(
      `select kind, value, since, case when ${isCurrent('identity')} then null else released_at end as until
       from customer_identities identity where customer_id = $1 order by since, id`,
      [customerId],
    );
  }

  /** The latest first; another customer is named only to who sees them. */
  changes(userId: number, customerId: number): Promise<ChangeView[]> {
    return this.dataSource.query(
      `select change.at, change.kind, change.from_value as "from", change.to_value as "to", change.wamid,
         case when change.kind = 'merged' or ${canSeeCustomer('other.id', '$1')} then change.other_customer_id end as "customerId"
       from customer_changes change
       left join customers other on other.id = change.other_customer_id
       where change.customer_id = $2 order by change.id desc limit ${MAX_CHANGES}`,
      [userId, customerId],
    );
  }

  chats(userId: number, customerId: number): Promise<CustomerChatRow[]> {
    return this.dataSource.query(
      `select chat.id, channel.id as "channelId", channel.name as "channelName", chat.merged_into as "mergedInto"
       from chats chat join channels channel on channel.id = chat.channel_id
       where chat.customer_id = $2 and ${canSeeChat('chat', '$1')} order by chat.id desc`,
      [userId, customerId],
    );
  }

  /** Ids of a page of chats, in the cursor's direction, one more than `limit` where there are more. */
  chatPage(
    userId: number,
    customerId: number,
    { cursor, limit }: { cursor: IdCursor | undefined; limit: number },
  ): Promise<{ id: number }[]> {
    const isBackwards = cursor?.direction === 'before';
    return this.dataSource.query(
      `select chat.id from chats chat
       where chat.customer_id = $2 and ${canSeeChat('chat', '$1')}
         and ($3::bigint is null or chat.id ${isBackwards ? '>' : '<'} $3)
       order by chat.id ${isBackwards ? 'asc' : 'desc'} limit $4`,
      [userId, customerId, cursor?.id ?? null, limit + 1],
    );
  }
}
