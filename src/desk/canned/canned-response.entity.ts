import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A text operators write again and again, found by its shortcut. */
@Entity('canned_responses')
@Index('canned_responses_shared_key', { synchronize: false })
@Index('canned_responses_own_key', { synchronize: false })
export class CannedResponse {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'canned_responses_pkey',
  })
  id!: number;

  /** Null where everybody has it. */
  @ForeignKey('User', { onDelete: 'CASCADE', name: 'canned_responses_owner_user_id_fkey' })
  @Column({ type: 'bigint', nullable: true })
  ownerUserId!: number | null;

  /** In lower case: what is typed after the slash. */
  @Column({ type: 'text' })
  shortcut!: string;

  @Column({ type: 'text' })
  text!: string;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;

  @Column({ type: 'timestamptz' })
  updatedAt!: Date;
}
