import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';
import type { ChangeKind, ChangeRefusal } from './domain/message-changes.js';
import type { MessageOrigin } from './domain/message.js';

/** A reaction, an edit or a revoke, kept once; without a message it is parked until the one it speaks of is known. */
@Entity('message_changes')
@Unique('message_changes_channel_id_wamid_key', ['channelId', 'wamid'])
@Index('message_changes_message_id_idx', ['messageId'])
@Index('message_changes_chat_id_idx', ['chatId'])
@Index('message_changes_parked_idx', { synchronize: false })
@Index('message_changes_unapplied_idx', { synchronize: false })
@Check('message_changes_kind_check', `"kind" in ('reaction', 'edit', 'revoke')`)
export class MessageChange {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'message_changes_pkey',
  })
  id!: number;

  @ForeignKey('Channel', { name: 'message_changes_channel_id_fkey' })
  @Column({ type: 'bigint' })
  channelId!: number;

  /** The chat of the customer who did it. */
  @ForeignKey('Chat', { onDelete: 'CASCADE', name: 'message_changes_chat_id_fkey' })
  @Column({ type: 'bigint' })
  chatId!: number;

  /** Its own, not the message's. */
  @Column({ type: 'text' })
  wamid!: string;

  /** Which message it speaks of. */
  @Column({ type: 'text' })
  targetWamid!: string;

  /** The message it was applied to. */
  @ForeignKey('Message', { onDelete: 'CASCADE', name: 'message_changes_message_id_fkey' })
  @Column({ type: 'bigint', nullable: true })
  messageId!: number | null;

  /** Why it is never applied. */
  @Column({ type: 'text', nullable: true })
  refusal!: ChangeRefusal | null;

  @Column({ type: 'text' })
  kind!: ChangeKind;

  @Column({ type: 'text' })
  actor!: MessageOrigin;

  /** Of a reaction; null takes it back. */
  @Column({ type: 'text', nullable: true })
  emoji!: string | null;

  /** What an edit makes of the message, readable. */
  @Column({ type: 'text', nullable: true })
  content!: string | null;

  /** What an edit makes of the object of the message's type. */
  @Column({ type: 'jsonb', default: {} })
  details!: Record<string, unknown>;

  /** Meta's own time; the greatest counts. */
  @Column({ type: 'timestamptz' })
  occurredAt!: Date;

  @Column({ type: 'timestamptz' })
  receivedAt!: Date;
}
