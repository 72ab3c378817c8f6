import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** Opens one event stream for the session that asked for it. The row leaves with its use. */
@Entity('stream_tickets')
@Index('stream_tickets_session_id_idx', ['sessionId'])
@Index('stream_tickets_expires_at_idx', ['expiresAt'])
export class StreamTicket {
  /** SHA-256 of the ticket. */
  @PrimaryColumn({ type: 'bytea', primaryKeyConstraintName: 'stream_tickets_pkey' })
  hash!: Buffer;

  @ForeignKey('Session', { onDelete: 'CASCADE', name: 'stream_tickets_session_id_fkey' })
  @Column({ type: 'uuid' })
  sessionId!: string;

  @Column({ type: 'bigint' })
  userId!: number;

  @Column({ type: 'timestamptz' })
  expiresAt!: Date;

  /** When the access token expires that asked for the ticket: the stream lives no longer. */
  @Column({ type: 'timestamptz' })
  tokenExpiresAt!: Date;
}
