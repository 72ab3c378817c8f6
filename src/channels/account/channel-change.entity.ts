import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';
import type { ChannelHealth } from '../../waba-gateway/protocol/account-update.js';

/** What Meta told of a number or its account, once for each time it did. */
@Entity('channel_changes')
@Unique('channel_changes_channel_id_fingerprint_key', ['channelId', 'fingerprint'])
@Index('channel_changes_channel_id_occurred_at_idx', ['channelId', 'occurredAt'])
export class ChannelChange {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'channel_changes_pkey',
  })
  id!: number;

  @ForeignKey('Channel', { onDelete: 'CASCADE', name: 'channel_changes_channel_id_fkey' })
  @Column({ type: 'bigint' })
  channelId!: number;

  /** As Meta named it: `account_update` … */
  @Column({ type: 'text' })
  field!: string;

  @Column({ type: 'text', nullable: true })
  event!: string | null;

  /** What it makes of the channel; of several the latest by Meta's time counts. */
  @Column({ type: 'jsonb' })
  sets!: ChannelHealth;

  /** The value as it came. */
  @Column({ type: 'jsonb' })
  details!: Record<string, unknown>;

  /** SHA-256 of what came and Meta's time of it: the same webhook again is nothing new. */
  @Column({ type: 'bytea' })
  fingerprint!: Buffer;

  @Column({ type: 'timestamptz' })
  occurredAt!: Date;

  @Column({ type: 'timestamptz' })
  receivedAt!: Date;
}
