import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { ChangeKind } from './domain/identity-book.js';

/** A step by which a customer came to the names they have. Rows are added and never changed, but for their owner in a merge. */
@Entity('customer_changes')
@Index('customer_changes_customer_id_id_idx', ['customerId', 'id'])
@Check(
  'customer_changes_kind_check',
  `"kind" in ('merged', 'identity_gained', 'identity_lost', 'number_changed', 'user_id_changed')`,
)
export class CustomerChange {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'customer_changes_pkey',
  })
  id!: number;

  @ForeignKey('Customer', { onDelete: 'CASCADE', name: 'customer_changes_customer_id_fkey' })
  @Column({ type: 'bigint' })
  customerId!: number;

  @Column({ type: 'timestamptz' })
  at!: Date;

  @Column({ type: 'text' })
  kind!: ChangeKind;

  @Column({ type: 'text', nullable: true })
  fromValue!: string | null;

  @Column({ type: 'text', nullable: true })
  toValue!: string | null;

  @Column({ type: 'bigint', nullable: true })
  otherCustomerId!: number | null;

  /** The message that said so, where one did. */
  @Column({ type: 'text', nullable: true })
  wamid!: string | null;
}
