import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { canSeeChat } from '../../chats/domain/chat-access.js';
import { currentAlias } from '../../chats/domain/current-alias.js';
import type { WindowFacts } from '../../chats/domain/service-window.js';

/** A chat with what a list shows of it, the last message by its id alone. */
export interface ChatRow extends WindowFacts {
  id: number;
  channelId: number;
  channelName: string;
  customerId: number;
  customerName: string | null;
  phone: string | null;
  bsuid: string | null;
  username: string | null;
  lastMessageId: number | null;
  unreadCount: number;
  assigneeId: number | null;
  assigneeEmail: string | null;
  labels: { id: number; name: string; color: string }[];
  status: 'open' | 'closed';
  blockedAt: Date | null;
  mergedInto: number | null;
  referral: Record<string, unknown> | null;
  lastActivityAt: Date;
}

/** Where a chat stands in lists. */
export const LAST_ACTIVITY = 'coalesce(chat.last_message_at, chat.created_at)';

const COLUMNS = `chat.id, chat.channel_id as "channelId", channel.name as "channelName", chat.customer_id as "customerId",
  coalesce(customer.name, customer.profile_name) as "customerName", ${currentAlias('chat.customer_id', 'wa_id')} as phone, ${currentAlias('chat.customer_id', 'bsuid')} as bsuid,
  customer.username, chat.last_message_id as "lastMessageId", chat.unread_count as "unreadCount",
  assignee.id as "assigneeId", assignee.email as "assigneeEmail", chat.status,
  chat.blocked_at as "blockedAt", chat.merged_into as "mergedInto", chat.referral,
  chat.last_inbound_at as "lastInboundAt", chat.window_closed_at as "windowClosedAt", ${LAST_ACTIVITY} as "lastActivityAt",
  (select coalesce(jsonb_agg(jsonb_build_object('id', label.id, 'name', label.name, 'color', label.color) order by lower(label.name)), '[]')
   from chat_labels join labels label on label.id = chat_labels.label_id where chat_labels.chat_id = chat.id) as labels`;

const JOINS = `join channels channel on channel.id = chat.channel_id
  join customers customer on customer.id = chat.customer_id
  left join users assignee on assignee.id = chat.assignee_id`;

@Injectable()
export class ChatRowsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Those of the chats the user may see, in no order. */
  findForUser(userId: number, chatIds: readonly number[]): Promise<ChatRow[]> {
    return this.dataSource.query(
      `select ${COLUMNS} from chats chat ${JOINS} where chat.id = any($2) and ${canSeeChat('chat', '$1')}`,
      [userId, chatIds],
    );
  }

  /** In no order. Access is the caller's question. */
  findByIds(chatIds: readonly number[]): Promise<ChatRow[]> {
    return this.dataSource.query(`select ${COLUMNS} from chats chat ${JOINS} where chat.id = any($1)`, [chatIds]);
  }
}
