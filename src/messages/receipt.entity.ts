import { Column, Entity, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';

/** A status Meta reported, kept once; without an attempt it is parked until the message it speaks of is known. */
@Entity('receipts')
@Unique('receipts_channel_id_wamid_status_key', ['channelId', 'wamid', 'status'])
@Index('receipts_attempt_id_idx', ['attemptId'])
@Index('receipts_parked_idx', { synchronize: false })
export class Receipt {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'receipts_pkey',
  })
  id!: number;

  @Column({ type: 'bigint' })
  channelId!: number;

  @Column({ type: 'text' })
  wamid!: string;

  @Column({ type: 'text' })
  status!: string;

  /** No foreign key: a receipt may name an attempt of a message that is gone. */
  @Column({ type: 'uuid', nullable: true })
  attemptId!: string | null;

  /** Meta's own time; among equal receipts the least counts. */
  @Column({ type: 'timestamptz' })
  occurredAt!: Date;

  /** Meta's error code of a `failed`; among equal times the least counts. */
  @Column({ type: 'integer', nullable: true })
  code!: number | null;

  @Column({ type: 'jsonb', default: {} })
  details!: Record<string, unknown>;

  @Column({ type: 'timestamptz' })
  receivedAt!: Date;
}
