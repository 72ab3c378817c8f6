import { ApiProperty } from '@nestjs/swagger';
import type { IdPage } from '../../common/id-page.js';
import { CursorField } from '../../common/validation/cursor-field.js';
import { EnumField, IdField, IntField, QueryIntField } from '../../common/validation/fields.js';
import { parseIsoTime, TimeField } from '../../common/validation/iso-time.js';
import type { DeliveryFilter, DeliveryRow } from './deliveries-admin.repository.js';
import { DELIVERY_ERRORS, DELIVERY_STATES, type DeliveryError, type DeliveryState } from '../domain/delivery-state.js';
import type { WebhookAttempt } from './webhook-attempt.entity.js';

const TIME = '2025-12-09T12:34:56.000Z';
const NULLABLE_TIME = { type: String, format: 'date-time', nullable: true } as const;
const STATES =
  '`pending` waits for its first try or another one, `delivered` was answered with 2xx, `failed` was given up after three days, or had waited for 30 at an endpoint that is paused, `skipped` had nothing to show any more.';
const ERRORS =
  '`STATUS` it answered something other than 2xx, `REDIRECT` 3xx, `TIMEOUT` not within 10 s; `DNS`, `CONNECTION`, `TLS` it could not be reached; `BLOCKED_ADDRESS` its name leads to an address that is not public; `INTERNAL` a mistake of ours.';
const REDELIVERABLE = ['failed', 'skipped', 'delivered'] as const;
const MAX_REDELIVERED = 10_000;

function FromField(): PropertyDecorator {
  return TimeField({ description: 'Made then or later.', example: TIME, optional: true });
}

function ToField(): PropertyDecorator {
  return TimeField({ description: 'Made before.', example: TIME, optional: true });
}

export class ListWebhookDeliveriesQueryDto {
  @EnumField({ description: STATES, values: DELIVERY_STATES, example: 'failed', optional: true })
  state?: DeliveryState;

  @FromField()
  from?: string;

  @ToField()
  to?: string;

  @QueryIntField({ description: 'How many deliveries at most.', default: 50, min: 1, max: 100 })
  limit: number = 50;

  @CursorField()
  cursor?: string;
}

export class RedeliverRangeDto {
  @EnumField({
    description: 'Those in this state; the failed ones if left out.',
    values: REDELIVERABLE,
    example: 'failed',
    optional: true,
  })
  state?: (typeof REDELIVERABLE)[number];

  @FromField()
  from?: string;

  @ToField()
  to?: string;

  @IdField({ description: '`lastId` of the call before, to go on behind it.', example: 4711, optional: true })
  afterId?: number;

  @IntField({ description: 'How many at most, the oldest first.', example: 1000, min: 1, max: MAX_REDELIVERED })
  limit!: number;
}

export class RedeliveredWebhooksDto {
  @ApiProperty({ type: 'integer', description: 'How many wait to be sent once more.', example: 12, minimum: 0 })
  redelivered!: number;

  @ApiProperty({
    type: 'integer',
    format: 'int64',
    nullable: true,
    description: 'The last of them: `afterId` of the next call, where `limit` left some over.',
    example: 4723,
  })
  lastId!: number | null;
}

export class WebhookDeliveryDto {
  @ApiProperty({ type: 'integer', format: 'int64', description: 'Id of the delivery.', example: 4711, minimum: 1 })
  id!: number;

  @ApiProperty({
    description: 'Of the event, as on every door; the `webhook-id` of all its attempts.',
    example: 'NzQyLjE3',
  })
  eventId!: string;

  @ApiProperty({
    description: 'What is told: the type of an event, `webhook.test`, or `webhook.reset` where events were missed.',
    example: 'message.received',
  })
  type!: string;

  @ApiProperty({
    type: 'integer',
    format: 'int64',
    nullable: true,
    description: 'The chat it concerns.',
    example: 123,
  })
  chatId!: number | null;

  @ApiProperty({ format: 'date-time', description: 'When it happened.', example: TIME })
  occurredAt!: string;

  @ApiProperty({ enum: DELIVERY_STATES, description: STATES, example: 'delivered' })
  state!: DeliveryState;

  @ApiProperty({
    type: 'integer',
    description: 'Tries since it was begun, or begun anew.',
    example: 1,
    minimum: 0,
  })
  tries!: number;

  @ApiProperty({ format: 'date-time', description: 'When it was laid out.', example: TIME })
  createdAt!: string;

  @ApiProperty({ ...NULLABLE_TIME, description: 'When it is tried next; null unless it is pending.', example: null })
  nextAt!: string | null;

  @ApiProperty({ ...NULLABLE_TIME, description: 'When it ended; null while it is pending.', example: TIME })
  finishedAt!: string | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'What the last attempt was answered with; null where there was no answer.',
    example: 204,
  })
  lastStatus!: number | null;

  @ApiProperty({ type: String, nullable: true, enum: [...DELIVERY_ERRORS, null], description: ERRORS, example: null })
  lastError!: DeliveryError | null;
}

export class WebhookDeliveryListDto {
  @ApiProperty({ type: [WebhookDeliveryDto], description: 'The deliveries of this page, newest first.' })
  deliveries!: WebhookDeliveryDto[];

  @ApiProperty({ type: String, nullable: true, description: '`cursor` of the next page.', example: 'YWZ0ZXI6NTA' })
  nextCursor!: string | null;

  @ApiProperty({ type: String, nullable: true, description: '`cursor` of the page before.', example: null })
  prevCursor!: string | null;
}

export class WebhookAttemptDto {
  @ApiProperty({ format: 'date-time', description: 'When it ended.', example: TIME })
  at!: string;

  @ApiProperty({ type: 'integer', description: 'How long it took, in milliseconds.', example: 87, minimum: 0 })
  durationMs!: number;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'The status of the answer; null where there was none.',
    example: 503,
  })
  status!: number | null;

  @ApiProperty({
    type: String,
    nullable: true,
    enum: [...DELIVERY_ERRORS, null],
    description: `Null where it arrived. ${ERRORS}`,
    example: 'STATUS',
  })
  error!: DeliveryError | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description:
      'What the answer’s body was: its type, its length, and those of a few words of ours, such as `signature`, that stand in it; never the body itself, which may repeat what a customer wrote. Null for a success and where there was none.',
    example: 'application/json, 27 bytes: signature, invalid',
  })
  answer!: string | null;
}

export class WebhookDeliveryDetailsDto extends WebhookDeliveryDto {
  @ApiProperty({ type: [WebhookAttemptDto], description: 'The newest 50 attempts, the last one last.' })
  attempts!: WebhookAttemptDto[];
}

/** The times of a filter as times. */
export function toDeliveryFilter(query: { state?: DeliveryState; from?: string; to?: string }): DeliveryFilter {
  const { state } = query;
  const from = query.from === undefined ? undefined : parseIsoTime(query.from);
  const to = query.to === undefined ? undefined : parseIsoTime(query.to);
  return { ...(state && { state }), ...(from && { from }), ...(to && { to }) };
}

export function toDeliveryDto(row: DeliveryRow): WebhookDeliveryDto {
  return {
    id: row.id,
    eventId: row.eventId,
    type: row.type,
    chatId: row.chatId,
    occurredAt: row.occurredAt.toISOString(),
    state: row.state,
    tries: row.tries,
    createdAt: row.createdAt.toISOString(),
    nextAt: row.nextAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    lastStatus: row.lastStatus,
    lastError: row.lastError,
  };
}

export function toDeliveryListDto({ items, nextCursor, prevCursor }: IdPage<DeliveryRow>): WebhookDeliveryListDto {
  return { deliveries: items.map(toDeliveryDto), nextCursor, prevCursor };
}

export function toDeliveryDetailsDto(row: DeliveryRow, attempts: readonly WebhookAttempt[]): WebhookDeliveryDetailsDto {
  return {
    ...toDeliveryDto(row),
    attempts: attempts.map(({ at, durationMs, status, error, answer }) => ({
      at: at.toISOString(),
      durationMs,
      status,
      error,
      answer,
    })),
  };
}
