import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How many more customers an account may reach outside their windows, as last counted. Locked by whoever is about to reach one. */
@Entity('account_reach')
export class AccountReach {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'account_reach_pkey' })
  wabaId!: string;

  /** The limit it was counted against. */
  @Column({ type: 'integer' })
  dailyLimit!: number;

  /** At least so many may be reached before it has to be counted anew. */
  @Column({ type: 'integer' })
  spare!: number;

  /** Nobody new before then. */
  @Column({ type: 'timestamptz', nullable: true })
  fullUntil!: Date | null;

  @Column({ type: 'timestamptz' })
  countedAt!: Date;
}
