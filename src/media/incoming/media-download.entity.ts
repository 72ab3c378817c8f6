import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { MediaKind } from '../../waba-gateway/protocol/limits.js';

/** The way of a customer's file from Meta to us; kept afterwards for a retry by hand. */
@Entity('media_downloads')
@Index('media_downloads_message_id_idx', ['messageId'])
@Index('media_downloads_next_at_idx', { synchronize: false })
export class MediaDownload {
  @ForeignKey('MediaFile', { onDelete: 'CASCADE', name: 'media_downloads_media_id_fkey' })
  @PrimaryColumn({ type: 'bigint', primaryKeyConstraintName: 'media_downloads_pkey' })
  mediaId!: number;

  @ForeignKey('Message', { onDelete: 'CASCADE', name: 'media_downloads_message_id_fkey' })
  @Column({ type: 'bigint' })
  messageId!: number;

  /** Whose token opens it. */
  @ForeignKey('Channel', { name: 'media_downloads_channel_id_fkey' })
  @Column({ type: 'bigint' })
  channelId!: number;

  @Column({ type: 'text' })
  kind!: MediaKind;

  /** Meta's id of the file. */
  @Column({ type: 'text' })
  sourceId!: string;

  /** What the webhook said, in lower-case hex. */
  @Column({ type: 'text', nullable: true })
  sourceSha256!: string | null;

  /** When Meta forgets its id. */
  @Column({ type: 'timestamptz' })
  expiresAt!: Date;

  @Column({ type: 'integer', default: 0 })
  tries!: number;

  /** Null where nothing more is to be done. */
  @Column({ type: 'timestamptz', nullable: true })
  nextAt!: Date | null;

  @Column({ type: 'uuid', nullable: true })
  leaseOwner!: string | null;

  /** By the database's clock. */
  @Column({ type: 'timestamptz', nullable: true })
  leaseExpiresAt!: Date | null;
}
