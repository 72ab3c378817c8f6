import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** Who did what to what, and how it ended. Rows are only ever added. */
@Entity('audit_log')
@Index('audit_log_at_idx', ['at'])
@Index('audit_log_message_deeds_idx', { synchronize: false })
export class AuditEntry {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'audit_log_pkey',
  })
  id!: number;

  @Column({ type: 'timestamptz' })
  at!: Date;

  /** Null where nobody was signed in. No foreign key: the trail outlives the user. */
  @Column({ type: 'bigint', nullable: true })
  actorUserId!: number | null;

  @Column({ type: 'text' })
  action!: string;

  @Column({ type: 'text', nullable: true })
  objectType!: string | null;

  @Column({ type: 'text', nullable: true })
  objectId!: string | null;

  @Column({ type: 'text' })
  outcome!: string;

  @Column({ type: 'text', nullable: true })
  requestId!: string | null;

  @Column({ type: 'text', nullable: true })
  ip!: string | null;

  @Column({ type: 'jsonb', default: {} })
  details!: Record<string, unknown>;
}
