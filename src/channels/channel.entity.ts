import { Check, Column, CreateDateColumn, Entity, PrimaryGeneratedColumn, Unique, UpdateDateColumn } from 'typeorm';
import type { AccessPolicy, RateClass, ReadReceipts } from './domain/channel.js';

/** A business number: what it is at Meta, who may send how fast, and who of its members sees which chats. */
@Entity('channels')
@Unique('channels_phone_number_id_key', ['phoneNumberId'])
@Check('channels_rate_class_check', `"rate_class" in ('coexistence', 'standard', 'high')`)
@Check('channels_access_policy_check', `"access_policy" in ('all_chats', 'own_and_unassigned')`)
@Check('channels_read_receipts_check', `"read_receipts" in ('on_read', 'never')`)
export class Channel {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'channels_pkey',
  })
  id!: number;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  phoneNumberId!: string;

  @Column({ type: 'text' })
  wabaId!: string;

  /** AES-256-GCM, see `channels/token-cipher.ts`; null until an admin gives one. */
  @Column({ type: 'text', nullable: true })
  accessTokenEncrypted!: string | null;

  @Column({ type: 'text', default: 'standard' })
  rateClass!: RateClass;

  @Column({ type: 'text', default: 'all_chats' })
  accessPolicy!: AccessPolicy;

  @Column({ type: 'text', default: 'on_read' })
  readReceipts!: ReadReceipts;

  /** Since when nothing is sent from it; what is written waits. */
  @Column({ type: 'timestamptz', nullable: true })
  pausedAt!: Date | null;

  /** Digits of the number, learned from its webhooks. */
  @Column({ type: 'text', nullable: true })
  displayPhoneNumber!: string | null;

  /** What webhooks last said of it, worked out from `channel_changes`. */
  @Column({ type: 'text', nullable: true })
  quality!: string | null;

  @Column({ type: 'text', nullable: true })
  messagingLimit!: string | null;

  @Column({ type: 'text', nullable: true })
  nameStatus!: string | null;

  @Column({ type: 'text', nullable: true })
  accountStatus!: string | null;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz' })
  updatedAt!: Date;
}
