import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';

export type MediaState = 'pending' | 'available' | 'failed' | 'expired';

/** A file of one chat. Where two chats carry the same bytes there are two rows, so that access stays each chat's own. */
@Entity('media')
@Index('media_chat_id_idx', ['chatId'])
@Check('media_state_check', `"state" in ('pending', 'available', 'failed', 'expired')`)
export class MediaFile {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'media_pkey',
  })
  id!: number;

  @ForeignKey('Chat', { onDelete: 'CASCADE', name: 'media_chat_id_fkey' })
  @Column({ type: 'bigint' })
  chatId!: number;

  @Column({ type: 'text' })
  state!: MediaState;

  /** What the bytes are, never what somebody said they were. */
  @Column({ type: 'text' })
  mimeType!: string;

  @Column({ type: 'bigint' })
  size!: number;

  @Column({ type: 'text' })
  sha256!: string;

  @Column({ type: 'text' })
  storageKey!: string;

  @Column({ type: 'text', nullable: true })
  filename!: string | null;

  /** Meta's id of the uploaded file, and the end of its 30 days. */
  @Column({ type: 'text', nullable: true })
  metaId!: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  metaIdExpiresAt!: Date | null;

  /** When the customer took its message back; it is served no more. */
  @Column({ type: 'timestamptz', nullable: true })
  withdrawnAt!: Date | null;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;
}
