import { Check, Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';

export type IdentityKind = 'wa_id' | 'bsuid' | 'parent_bsuid';

/** A key under which Meta names a customer: the phone as `wa_id`, or a business-scoped user id. */
@Entity('customer_identities')
@Unique('customer_identities_kind_value_key', ['kind', 'value'])
@Index('customer_identities_customer_id_idx', ['customerId'])
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

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt!: Date;
}
