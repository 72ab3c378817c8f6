import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';
import type { DeliveryError, DeliveryState } from '../domain/delivery-state.js';

/** One event on its way to one endpoint. It names what changed; what anybody wrote is read when it is sent. */
@Entity('webhook_deliveries')
@Unique('webhook_deliveries_endpoint_id_event_id_key', ['endpointId', 'eventId'])
@Check('webhook_deliveries_state_check', `state in ('pending', 'delivered', 'failed', 'skipped')`)
@Check(
  'webhook_deliveries_finished_check',
  `(state = 'pending') = (finished_at is null) and (state = 'pending') = (next_at is not null)`,
)
@Index('webhook_deliveries_endpoint_id_id_idx', ['endpointId', 'id'])
@Index('webhook_deliveries_next_at_idx', { synchronize: false })
@Index('webhook_deliveries_finished_at_idx', { synchronize: false })
export class WebhookDelivery {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'webhook_deliveries_pkey',
  })
  id!: number;

  @ForeignKey('WebhookEndpoint', { onDelete: 'CASCADE', name: 'webhook_deliveries_endpoint_id_fkey' })
  @Column({ type: 'bigint' })
  endpointId!: number;

  /** Of the event, for every endpoint the same: its `webhook-id`. */
  @Column({ type: 'text' })
  eventId!: string;

  @Column({ type: 'text' })
  type!: string;

  @Column({ type: 'smallint' })
  version!: number;

  @Column({ type: 'timestamptz' })
  occurredAt!: Date;

  @Column({ type: 'bigint', nullable: true })
  channelId!: number | null;

  @Column({ type: 'bigint', nullable: true })
  chatId!: number | null;

  @Column({ type: 'bigint', nullable: true })
  messageId!: number | null;

  @Column({ type: 'jsonb' })
  data!: Record<string, unknown>;

  @Column({ type: 'text', default: 'pending' })
  state!: DeliveryState;

  /** Since it was last begun from the start. */
  @Column({ type: 'integer', default: 0 })
  tries!: number;

  /** Tries that may have reached the endpoint, since it was laid out; those whose end nobody recorded too. */
  @Column({ type: 'integer', default: 0 })
  begun!: number;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  firstTriedAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  nextAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  finishedAt!: Date | null;

  @Column({ type: 'integer', nullable: true })
  lastStatus!: number | null;

  @Column({ type: 'text', nullable: true })
  lastError!: DeliveryError | null;

  /** Of the try that is under way; each has its own, also where one process begins two. */
  @Column({ type: 'uuid', nullable: true })
  leaseOwner!: string | null;

  /** By the database's clock. */
  @Column({ type: 'timestamptz', nullable: true })
  leaseExpiresAt!: Date | null;
}
