import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';

export type ChatStatus = 'open' | 'closed';

/** The conversation of one customer with one channel, with the counters a chat list shows. */
@Entity('chats')
@Index('chats_channel_id_customer_id_key', { synchronize: false })
@Index('chats_merged_into_idx', { synchronize: false })
@Index('chats_customer_id_idx', ['customerId'])
@Index('chats_channel_activity_idx', { synchronize: false })
@Index('chats_channel_assignee_activity_idx', { synchronize: false })
@Index('chats_unassigned_idx', { synchronize: false })
@Index('chats_open_idx', { synchronize: false })
@Index('chats_unread_idx', { synchronize: false })
@Index('chats_assignee_id_idx', { synchronize: false })
@Index('chats_window_untold_idx', { synchronize: false })
@Check('chats_status_check', `"status" in ('open', 'closed')`)
export class Chat {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'chats_pkey',
  })
  id!: number;

  @ForeignKey('Channel', { name: 'chats_channel_id_fkey' })
  @Column({ type: 'bigint' })
  channelId!: number;

  @ForeignKey('Customer', { name: 'chats_customer_id_fkey' })
  @Column({ type: 'bigint' })
  customerId!: number;

  @Column({ type: 'text', default: 'open' })
  status!: ChatStatus;

  @ForeignKey('User', { onDelete: 'SET NULL', name: 'chats_assignee_id_fkey' })
  @Column({ type: 'bigint', nullable: true })
  assigneeId!: number | null;

  @Column({ type: 'integer', default: 0 })
  messageCount!: number;

  @Column({ type: 'integer', default: 0 })
  unreadCount!: number;

  @Column({ type: 'bigint', nullable: true })
  lastMessageId!: number | null;

  @Column({ type: 'timestamptz', nullable: true })
  lastMessageAt!: Date | null;

  /** Inbound messages up to this id were read by an operator; ids are drawn under the chat's lock. */
  @Column({ type: 'bigint', default: 0 })
  readUpToId!: number;

  /** By Meta's clock: the service window stands open for 24 h from here. */
  @Column({ type: 'timestamptz', nullable: true })
  lastInboundAt!: Date | null;

  /** When Meta said 131047; counts unless the customer has written since. */
  @Column({ type: 'timestamptz', nullable: true })
  windowClosedAt!: Date | null;

  /** The window, by the customer's message that opened it, whose nearing end was announced. */
  @Column({ type: 'timestamptz', nullable: true })
  windowClosingToldFor!: Date | null;

  /** The same of its end. */
  @Column({ type: 'timestamptz', nullable: true })
  windowClosedToldFor!: Date | null;

  /** The advertisement the customer last came from, in Meta's own keys, and when they wrote from it. */
  @Column({ type: 'jsonb', nullable: true })
  referral!: Record<string, unknown> | null;

  @Column({ type: 'timestamptz', nullable: true })
  referralAt!: Date | null;

  /** The customer stands on this number's block list at Meta since then. */
  @Column({ type: 'timestamptz', nullable: true })
  blockedAt!: Date | null;

  /** The chat that goes on in its place, where two customers turned out to be one person. */
  @ForeignKey('Chat', { name: 'chats_merged_into_fkey' })
  @Column({ type: 'bigint', nullable: true })
  mergedInto!: number | null;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;

  @Column({ type: 'timestamptz' })
  updatedAt!: Date;
}
