import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { DeliveryError } from '../domain/delivery-state.js';

/** One request to an endpoint, and what it answered. */
@Entity('webhook_attempts')
@Index('webhook_attempts_delivery_id_idx', ['deliveryId'])
export class WebhookAttempt {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'webhook_attempts_pkey',
  })
  id!: number;

  @ForeignKey('WebhookDelivery', { onDelete: 'CASCADE', name: 'webhook_attempts_delivery_id_fkey' })
  @Column({ type: 'bigint' })
  deliveryId!: number;

  @Column({ type: 'timestamptz' })
  at!: Date;

  @Column({ type: 'integer' })
  durationMs!: number;

  @Column({ type: 'integer', nullable: true })
  status!: number | null;

  @Column({ type: 'text', nullable: true })
  error!: DeliveryError | null;

  /** A summary of its body in words of ours: the body itself may repeat what a customer wrote. */
  @Column({ type: 'text', nullable: true })
  answer!: string | null;
}
