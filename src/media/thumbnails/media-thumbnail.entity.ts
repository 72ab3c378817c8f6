import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The small picture of an image, or that it can have none. By the image's bytes: who may see it is asked of the file's row. */
@Entity('media_thumbnails')
@Index('media_thumbnails_storage_key_idx', ['storageKey'])
export class MediaThumbnail {
  /** Of the image. */
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'media_thumbnails_pkey' })
  sha256!: string;

  /** Null where it could not be made. */
  @Column({ type: 'text', nullable: true })
  storageKey!: string | null;

  /** Those that ran out of time. */
  @Column({ type: 'integer', default: 0 })
  tries!: number;

  /** When it may be tried again; null where it is there, or the image cannot be read. */
  @Column({ type: 'timestamptz', nullable: true })
  nextAt!: Date | null;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;
}
