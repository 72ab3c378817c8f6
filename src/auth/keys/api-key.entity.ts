import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';
import type { Scope } from '../domain/scopes.js';

/** A machine's way in: acts in the name of a user, within its scopes. */
@Entity('api_keys')
@Unique('api_keys_secret_hash_key', ['secretHash'])
@Index('api_keys_user_id_idx', ['userId'])
export class ApiKey {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'api_keys_pkey',
  })
  id!: number;

  @ForeignKey('User', { onDelete: 'CASCADE', name: 'api_keys_user_id_fkey' })
  @Column({ type: 'bigint' })
  userId!: number;

  @Column({ type: 'text' })
  name!: string;

  /** The beginning of the key, so that people can tell which one it is. */
  @Column({ type: 'text' })
  hint!: string;

  @Column({ type: 'bytea' })
  secretHash!: Buffer;

  @Column({ type: 'text', array: true })
  scopes!: Scope[];

  @Column({ type: 'integer' })
  requestsPerMinute!: number;

  @ForeignKey('User', { onDelete: 'SET NULL', name: 'api_keys_created_by_fkey' })
  @Column({ type: 'bigint', nullable: true })
  createdBy!: number | null;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  expiresAt!: Date | null;

  /** To the minute. */
  @Column({ type: 'timestamptz', nullable: true })
  lastUsedAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  revokedAt!: Date | null;
}
