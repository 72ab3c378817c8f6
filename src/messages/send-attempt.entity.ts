import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { AttemptState } from './domain/message.js';

/** One try to hand a message to Meta. Its id travels as `biz_opaque_callback_data`, so receipts find it before the wamid is known. */
@Entity('send_attempts')
@Unique('send_attempts_message_id_number_key', ['messageId', 'number'])
@Unique('send_attempts_channel_id_wamid_key', ['channelId', 'wamid'])
@Index('send_attempts_unresolved_idx', { synchronize: false })
@Index('send_attempts_waiting_idx', { synchronize: false })
@Index('send_attempts_outside_idx', { synchronize: false })
@Check('send_attempts_state_check', `"state" in ('queued', 'posting', 'accepted', 'refused', 'uncertain')`)
export class SendAttempt {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'send_attempts_pkey' })
  id!: string;

  @ForeignKey('Message', { onDelete: 'CASCADE', name: 'send_attempts_message_id_fkey' })
  @Column({ type: 'bigint' })
  messageId!: number;

  @Column({ type: 'bigint' })
  channelId!: number;

  /** 1 for the first try, counted up by each further one. */
  @Column({ type: 'smallint' })
  number!: number;

  @Column({ type: 'text' })
  state!: AttemptState;

  @Column({ type: 'text', nullable: true })
  wamid!: string | null;

  /** Why it is uncertain or unsent, for the person who looks into it. */
  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  @Column({ type: 'integer', nullable: true })
  httpStatus!: number | null;

  @Column({ type: 'integer', nullable: true })
  graphCode!: number | null;

  @Column({ type: 'text', nullable: true })
  fbtraceId!: string | null;

  /** The refusal or the failed receipt, in the shape of the API's `error`. */
  @Column({ type: 'jsonb', nullable: true })
  error!: Record<string, unknown> | null;

  /** When it entered its chat's queue: of a scheduled message that is the time it was scheduled for, also before it has come. */
  @Column({ type: 'timestamptz' })
  createdAt!: Date;

  /** When it was due after a refusal; null for a first try and for one that an operator asked for: that is how runs are told apart. */
  @Column({ type: 'timestamptz', nullable: true })
  nextAt!: Date | null;

  /** When it first found no place in the account's messaging limit. */
  @Column({ type: 'timestamptz', nullable: true })
  limitedAt!: Date | null;

  /** Committed before the first byte leaves. */
  @Column({ type: 'timestamptz', nullable: true })
  postingAt!: Date | null;

  /** It left outside the service window: its customer counts towards Meta's messaging limit. */
  @Column({ type: 'boolean', default: false })
  outsideWindow!: boolean;

  @Column({ type: 'timestamptz', nullable: true })
  finishedAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  sentAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  deliveredAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  readAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  failedAt!: Date | null;
}
