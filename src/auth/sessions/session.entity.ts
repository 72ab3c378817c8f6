import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** One sign-in. Its tokens live as long as it does; each refresh advances `generation`, and an older one ends it all. */
@Entity('sessions')
@Index('sessions_user_id_idx', ['userId'])
@Index('sessions_api_key_id_idx', { synchronize: false })
export class Session {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'sessions_pkey' })
  id!: string;

  @ForeignKey('User', { onDelete: 'CASCADE', name: 'sessions_user_id_fkey' })
  @Column({ type: 'bigint' })
  userId!: number;

  /** The key that opened it for the user; null where they signed in themselves. */
  @ForeignKey('ApiKey', { onDelete: 'CASCADE', name: 'sessions_api_key_id_fkey' })
  @Column({ type: 'bigint', nullable: true })
  apiKeyId!: number | null;

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
