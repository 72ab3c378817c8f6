import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** One sign-in. Its tokens live as long as it does; each refresh advances `generation`, and an older one ends it all. */
@Entity('sessions')
@Index('sessions_user_id_idx', ['userId'])
export class Session {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'sessions_pkey' })
  id!: string;

  @ForeignKey('User', { onDelete: 'CASCADE', name: 'sessions_user_id_fkey' })
  @Column({ type: 'bigint' })
  userId!: number;

  @Column({ type: 'integer', default: 1 })
  generation!: number;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;

  @Column({ type: 'timestamptz' })
  expiresAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  revokedAt!: Date | null;

  @Column({ type: 'text', nullable: true })
  revokedReason!: string | null;
}
