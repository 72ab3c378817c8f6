import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** One row per chat with sends to make: when next, who holds the lease, and how far Meta's pair limit is used up. */
@Entity('chat_queue')
@Index('chat_queue_next_at_idx', { synchronize: false })
@Index('chat_queue_channel_id_next_at_idx', { synchronize: false })
@Index('chat_queue_limited_idx', { synchronize: false })
export class ChatQueue {
  @ForeignKey('Chat', { onDelete: 'CASCADE', name: 'chat_queue_chat_id_fkey' })
  @PrimaryColumn({ type: 'bigint', primaryKeyConstraintName: 'chat_queue_pkey' })
  chatId!: number;

  @ForeignKey('Channel', { name: 'chat_queue_channel_id_fkey' })
  @Column({ type: 'bigint' })
  channelId!: number;

  /** Null while there is no work; changed under the chat's lock alone. */
  @Column({ type: 'timestamptz', nullable: true })
  nextAt!: Date | null;

  /** Set while its head waits for a place in the account's messaging limit: since when. */
  @Column({ type: 'timestamptz', nullable: true })
  limitedAt!: Date | null;

  @Column({ type: 'uuid', nullable: true })
  leaseOwner!: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  leaseExpiresAt!: Date | null;

  /** Theoretical arrival time of the pair limit's GCRA: 1 message per 6 s, 45 at once. */
  @Column({ type: 'timestamptz', nullable: true })
  pairTat!: Date | null;
}
