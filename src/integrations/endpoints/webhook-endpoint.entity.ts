import { Check, Column, Entity, ForeignKey, PrimaryGeneratedColumn } from 'typeorm';
import type { PauseReason } from '../domain/delivery-state.js';
import type { EventFilter } from '../domain/event-filter.js';
import type { SealedSecret } from '../domain/signature.js';

/** Another system's receiver of events. */
@Entity('webhook_endpoints')
@Check('webhook_endpoints_paused_check', `(paused_at is null) = (pause_reason is null)`)
export class WebhookEndpoint {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'webhook_endpoints_pkey',
  })
  id!: number;

  @Column({ type: 'text' })
  url!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'jsonb' })
  filter!: EventFilter;

  /** The present one first. */
  @Column({ type: 'jsonb' })
  secrets!: SealedSecret[];

  /** The admin as whom events are shown; null once there is no such user. */
  @ForeignKey('User', { onDelete: 'SET NULL', name: 'webhook_endpoints_owner_id_fkey' })
  @Column({ type: 'bigint', nullable: true })
  ownerId!: number | null;

  /** Where in the sequence of events it stands: all before it have become deliveries, or are not wanted. */
  @Column({ type: 'text' })
  position!: string;

  @Column({ type: 'timestamptz', nullable: true })
  pausedAt!: Date | null;

  @Column({ type: 'text', nullable: true })
  pauseReason!: PauseReason | null;

  @Column({ type: 'timestamptz', nullable: true })
  failingSince!: Date | null;

  @Column({ type: 'integer', default: 0 })
  failures!: number;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;

  @Column({ type: 'timestamptz' })
  updatedAt!: Date;
}
