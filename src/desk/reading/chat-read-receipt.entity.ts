import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A read receipt WhatsApp is still to get: only the newest of a chat, as it marks the earlier messages too. Gone once it was taken. */
@Entity('chat_read_receipts')
@Index('chat_read_receipts_next_at_idx', ['nextAt'])
export class ChatReadReceipt {
  @ForeignKey('Chat', { onDelete: 'CASCADE', name: 'chat_read_receipts_chat_id_fkey' })
  @PrimaryColumn({ type: 'bigint', primaryKeyConstraintName: 'chat_read_receipts_pkey' })
  chatId!: number;

  @Column({ type: 'bigint' })
  messageId!: number;

  @Column({ type: 'text' })
  wamid!: string;

  /** When the customer wrote it. */
  @Column({ type: 'timestamptz' })
  writtenAt!: Date;

  @Column({ type: 'timestamptz' })
  requestedAt!: Date;

  @Column({ type: 'timestamptz' })
  nextAt!: Date;

  @Column({ type: 'integer', default: 0 })
  tries!: number;

  /** By the database's clock: a process that died while it sent gives it back so. */
  @Column({ type: 'timestamptz', nullable: true })
  leasedUntil!: Date | null;
}
