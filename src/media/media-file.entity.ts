import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { MediaState } from './domain/media-state.js';

/**
 * A file of one chat, or one an operator has uploaded and not sent yet. Where two chats carry the same bytes there are two rows, so that
 * access stays each chat's own.
 */
@Entity('media')
@Index('media_chat_id_idx', ['chatId'])
@Index('media_sha256_idx', ['sha256'])
@Index('media_uploaded_by_idx', { synchronize: false })
@Index('media_expires_at_idx', { synchronize: false })
@Check('media_state_check', `"state" in ('pending', 'available', 'failed', 'expired')`)
@Check('media_owner_check', `"chat_id" is not null or "uploaded_by" is not null`)
@Check(
  'media_available_check',
  `"state" <> 'available' or ("mime_type" is not null and "size" is not null and "sha256" is not null and "storage_key" is not null)`,
)
export class MediaFile {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'media_pkey',
  })
  id!: number;

  @ForeignKey('Chat', { onDelete: 'CASCADE', name: 'media_chat_id_fkey' })
  @Column({ type: 'bigint', nullable: true })
  chatId!: number | null;

  @Column({ type: 'text' })
  state!: MediaState;

  /** Why it failed: one of our own words. */
  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  /** What the bytes are, never what somebody said they were; null until they are here. */
  @Column({ type: 'text', nullable: true })
  mimeType!: string | null;

  @Column({ type: 'bigint', nullable: true })
  size!: number | null;

  @Column({ type: 'text', nullable: true })
  sha256!: string | null;

  @Column({ type: 'text', nullable: true })
  storageKey!: string | null;

  @Column({ type: 'text', nullable: true })
  filename!: string | null;

  /** Meta's id of the uploaded file, and the end of its 30 days. */
  @Column({ type: 'text', nullable: true })
  metaId!: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  metaIdExpiresAt!: Date | null;

  /** Whose upload it is; each message made of it has a row of its own. */
  @ForeignKey('User', { onDelete: 'CASCADE', name: 'media_uploaded_by_fkey' })
  @Column({ type: 'bigint', nullable: true })
  uploadedBy!: number | null;

  /** When an upload goes. */
  @Column({ type: 'timestamptz', nullable: true })
  expiresAt!: Date | null;

  /** When the customer took its message back; it is served no more. */
  @Column({ type: 'timestamptz', nullable: true })
  withdrawnAt!: Date | null;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;
}
