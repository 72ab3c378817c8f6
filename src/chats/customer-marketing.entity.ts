import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { MarketingSource } from './domain/marketing.js';

/** What a customer last said about marketing messages; no row where they never did. */
@Entity('customer_marketing')
@Check('customer_marketing_source_check', `"source" in ('customer', 'refusal', 'operator')`)
export class CustomerMarketing {
  @ForeignKey('Customer', { onDelete: 'CASCADE', name: 'customer_marketing_customer_id_fkey' })
  @PrimaryColumn({ type: 'bigint', primaryKeyConstraintName: 'customer_marketing_pkey' })
  customerId!: number;

  @Column({ type: 'boolean' })
  optedOut!: boolean;

  @Column({ type: 'timestamptz' })
  since!: Date;

  @Column({ type: 'text' })
  source!: MarketingSource;
}
