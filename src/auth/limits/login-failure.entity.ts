import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A sign-in that failed a short while ago; gone once the account signs in. */
@Entity('login_failures')
@Index('login_failures_account_at_idx', ['account', 'at'])
@Index('login_failures_ip_at_idx', ['ip', 'at'])
export class LoginFailure {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'login_failures_pkey',
  })
  id!: number;

  /** SHA-256 of the email that was tried, whether or not there is such an account. */
  @Column({ type: 'bytea' })
  account!: Buffer;

  @Column({ type: 'text' })
  ip!: string;

  @Column({ type: 'timestamptz' })
  at!: Date;
}
