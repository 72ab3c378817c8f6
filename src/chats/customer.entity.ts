import { Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryGeneratedColumn, UpdateDateColumn } from 'typeorm';

/** One person who writes to us; known by one or several identities, of which a phone need not be one. */
@Entity('customers')
@Index('customers_search_idx', { synchronize: false })
@Index('customers_merged_into_idx', { synchronize: false })
export class Customer {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'customers_pkey',
  })
  id!: number;

  /** What an operator calls them; goes before the name of their WhatsApp profile. */
  @Column({ type: 'text', nullable: true })
  name!: string | null;

  @Column({ type: 'text', nullable: true })
  profileName!: string | null;

  /** An attribute, never a key: WhatsApp usernames change hands. */
  @Column({ type: 'text', nullable: true })
  username!: string | null;

  /** Whom they turned out to be: the customer who has their names and chats now. */
  @ForeignKey('Customer', { name: 'customers_merged_into_fkey' })
  @Column({ type: 'bigint', nullable: true })
  mergedInto!: number | null;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz' })
  updatedAt!: Date;
}
