import { Check, Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';
import type { IdentityKind } from './domain/resolve-customers.js';

/** A key under which Meta names a customer: the phone as `wa_id`, or a business-scoped user id. All times are Meta's. */
@Entity('customer_identities')
@Unique('customer_identities_kind_value_key', ['kind', 'value'])
@Index('customer_identities_customer_id_idx', ['customerId'])
@Index('customer_identities_wa_id_idx', { synchronize: false })
@Index('customer_identities_former_customer_id_idx', { synchronize: false })
@Check('customer_identities_kind_check', `"kind" in ('wa_id', 'bsuid', 'parent_bsuid')`)
export class CustomerIdentity {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'customer_identities_pkey',
  })
  id!: number;

  @ForeignKey('Customer', { onDelete: 'CASCADE', name: 'customer_identities_customer_id_fkey' })
  @Column({ type: 'bigint' })
  customerId!: number;

  @Column({ type: 'text' })
  kind!: IdentityKind;

  @Column({ type: 'text' })
  value!: string;

  /** When the customer was first called so. */
  @CreateDateColumn({ type: 'timestamptz' })
  since!: Date;

  /** When it was last said together with a user id whose it is; what was said earlier moves it no more. */
  @Column({ type: 'timestamptz', nullable: true })
  confirmedAt!: Date | null;

  /** From when on it is theirs no longer, though nobody else has turned up with it yet. */
  @Column({ type: 'timestamptz', nullable: true })
  releasedAt!: Date | null;

  /** From when on it is theirs, where somebody else had it before. */
  @Column({ type: 'timestamptz', nullable: true })
  takenAt!: Date | null;

  /** Who had it until `takenAt`: a late message from then is theirs. */
  @ForeignKey('Customer', { onDelete: 'SET NULL', name: 'customer_identities_former_customer_id_fkey' })
  @Column({ type: 'bigint', nullable: true })
  formerCustomerId!: number | null;
}
