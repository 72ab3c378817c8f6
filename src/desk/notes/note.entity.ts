import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';

/** What operators tell each other about a chat. Never sent. */
@Entity('notes')
@Index('notes_chat_id_id_idx', ['chatId', 'id'])
export class Note {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'notes_pkey',
  })
  id!: number;

  @ForeignKey('Chat', { onDelete: 'CASCADE', name: 'notes_chat_id_fkey' })
  @Column({ type: 'bigint' })
  chatId!: number;

  /** Null once the user is gone. */
  @ForeignKey('User', { onDelete: 'SET NULL', name: 'notes_author_user_id_fkey' })
  @Column({ type: 'bigint', nullable: true })
  authorUserId!: number | null;

  @Column({ type: 'text' })
  text!: string;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  editedAt!: Date | null;
}
