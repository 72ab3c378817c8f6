import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { Reaction, Wording } from './domain/message-changes.js';
import type { Direction, MessageOrigin, MessageStatus } from './domain/message.js';

@Entity('messages')
@Index('messages_chat_id_timestamp_id_idx', ['chatId', 'timestamp', 'id'])
@Index('messages_inbound_wamid_key', { synchronize: false })
@Index('messages_outbound_wamid_idx', { synchronize: false })
@Index('messages_phone_app_wamid_key', { synchronize: false })
@Index('messages_client_message_id_key', { synchronize: false })
@Index('messages_inbound_chat_id_id_idx', { synchronize: false })
@Check('messages_direction_check', `"direction" in ('in', 'out')`)
@Check('messages_status_check', `"status" in ('received', 'pending', 'sent', 'delivered', 'read', 'failed')`)
export class Message {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'messages_pkey',
  })
  id!: number;

  @ForeignKey('Chat', { onDelete: 'CASCADE', name: 'messages_chat_id_fkey' })
  @Column({ type: 'bigint' })
  chatId!: number;

  @ForeignKey('Channel', { name: 'messages_channel_id_fkey' })
  @Column({ type: 'bigint' })
  channelId!: number;

  @Column({ type: 'text' })
  direction!: Direction;

  @Column({ type: 'text' })
  origin!: MessageOrigin;

  /** As Meta names it; new names come without notice, so this is no enumeration. */
  @Column({ type: 'text' })
  type!: string;

  /** What a person reads, whatever the type. */
  @Column({ type: 'text' })
  content!: string;

  /** The object of the type in Meta's own keys. */
  @Column({ type: 'jsonb', default: {} })
  details!: Record<string, unknown>;

  @Column({ type: 'text', nullable: true })
  wamid!: string | null;

  @ForeignKey('User', { onDelete: 'SET NULL', name: 'messages_sender_user_id_fkey' })
  @Column({ type: 'bigint', nullable: true })
  senderUserId!: number | null;

  /** Inbound: the earlier of Meta's time and ours; outbound: when the pending row was written. Never changes. */
  @Column({ type: 'timestamptz' })
  timestamp!: Date;

  /** When an operator wants it to be sent; null for what was sent at once. */
  @Column({ type: 'timestamptz', nullable: true })
  scheduledAt!: Date | null;

  @Column({ type: 'text' })
  status!: MessageStatus;

  @Column({ type: 'timestamptz', nullable: true })
  sentAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  deliveredAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  readAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  failedAt!: Date | null;

  @Column({ type: 'jsonb', nullable: true })
  error!: Record<string, unknown> | null;

  @Column({ type: 'text', nullable: true })
  caption!: string | null;

  @Column({ type: 'text', nullable: true })
  filename!: string | null;

  /** The mediaUrl the operator gave. */
  @Column({ type: 'text', nullable: true })
  sourceUrl!: string | null;

  @ForeignKey('MediaFile', { onDelete: 'SET NULL', name: 'messages_media_id_fkey' })
  @Column({ type: 'bigint', nullable: true })
  mediaId!: number | null;

  /** Files of the cards of a carousel, in their order. */
  @Column({ type: 'bigint', array: true, nullable: true })
  cardMedia!: number[] | null;

  @Column({ type: 'text', nullable: true })
  replyToWamid!: string | null;

  /** A history sync brought it: nobody is told of it, and it is nothing unread. */
  @Column({ type: 'boolean', default: false })
  imported!: boolean;

  /** The caller's idempotency key; unique per sender, for ever. */
  @Column({ type: 'text', nullable: true })
  clientMessageId!: string | null;

  /** SHA-256 of the request the key was used with. */
  @Column({ type: 'bytea', nullable: true })
  bodyHash!: Buffer | null;

  /** Those that count, worked out from `message_changes`. */
  @Column({ type: 'jsonb', default: [] })
  reactions!: Reaction[];

  @Column({ type: 'timestamptz', nullable: true })
  editedAt!: Date | null;

  /** When its author deleted it for everyone. */
  @Column({ type: 'timestamptz', nullable: true })
  deletedAt!: Date | null;

  /** `content` and `details` as they came, once an edit or a revoke has replaced them. */
  @Column({ type: 'jsonb', nullable: true })
  original!: Wording | null;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;
}
