import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';

/** One change of whose a chat is. Rows are only ever added; the newest tells what stands now. */
@Entity('chat_assignments')
@Index('chat_assignments_chat_id_id_idx', ['chatId', 'id'])
export class ChatAssignment {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'chat_assignments_pkey',
  })
  id!: number;

  @ForeignKey('Chat', { onDelete: 'CASCADE', name: 'chat_assignments_chat_id_fkey' })
  @Column({ type: 'bigint' })
  chatId!: number;

  @ForeignKey('User', { onDelete: 'SET NULL', name: 'chat_assignments_from_user_id_fkey' })
  @Column({ type: 'bigint', nullable: true })
  fromUserId!: number | null;

  @ForeignKey('User', { onDelete: 'SET NULL', name: 'chat_assignments_to_user_id_fkey' })
  @Column({ type: 'bigint', nullable: true })
  toUserId!: number | null;

  @ForeignKey('User', { onDelete: 'SET NULL', name: 'chat_assignments_by_user_id_fkey' })
  @Column({ type: 'bigint', nullable: true })
  byUserId!: number | null;

  /** For the one who takes over. */
  @Column({ type: 'text', nullable: true })
  note!: string | null;

  @Column({ type: 'timestamptz' })
  at!: Date;
}
