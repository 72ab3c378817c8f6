import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn, UpdateDateColumn } from 'typeorm';

/** One person who writes to us; known by one or several identities, of which a phone need not be one. */
@Entity('customers')
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

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz' })
  updatedAt!: Date;
}
