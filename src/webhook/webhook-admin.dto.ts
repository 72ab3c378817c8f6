import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import type { IdPage } from '../common/id-page.js';
import { CursorField } from '../common/validation/cursor-field.js';
import { Check, EnumField, IdField, QueryIntField } from '../common/validation/fields.js';
import { parseIsoTime, TimeField } from '../common/validation/iso-time.js';
import { INBOX_STATES, REPLAYABLE_STATES, type InboxState, type ReplayableState } from './domain/inbox-state.js';
import type { InboxFilter, InboxRow } from './inbox-admin.repository.js';
import type { ReplayRange } from './replay-webhooks.service.js';

const MAX_REPLAY = 10_000;
const STATES = '`new` waits, `applied` is done, `dead` was kept with a reason because some of it could not be applied.';
const TIME = '2025-12-09T12:34:56.000Z';
const NULLABLE_TEXT = { type: String, nullable: true } as const;

function FromField(): PropertyDecorator {
  return TimeField({ description: 'Received then or later.', example: TIME, optional: true });
}

function ToField(): PropertyDecorator {
  return TimeField({ description: 'Received before.', example: TIME, optional: true });
}

/** A number in JSON, unlike that of a query string, is no text. */
function ReplayLimitField(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({
      type: 'integer',
      description: 'How many at most, the oldest first.',
      example: 1000,
      minimum: 1,
      maximum: MAX_REPLAY,
    }),
    Check({
      code: 'INTEGER',
      test: (value) => Number.isSafeInteger(value) && Number(value) >= 1 && Number(value) <= MAX_REPLAY,
      message: {
        en: `must be a whole number from 1 to ${MAX_REPLAY}`,
        ru: `должно быть целым числом от 1 до ${MAX_REPLAY}`,
      },
    }),
  );
}

export class ListWebhooksQueryDto {
  @EnumField({ description: STATES, values: INBOX_STATES, example: 'dead', optional: true })
  state?: InboxState;

  @FromField()
  from?: string;

  @ToField()
  to?: string;

  @QueryIntField({ description: 'How many webhooks at most.', default: 50, min: 1, max: 200 })
  limit: number = 50;

  @CursorField()
  cursor?: string;
}

export class ReplayWebhooksDto {
  @EnumField({
    description: 'Those in this state alone; both where it is left out.',
    values: REPLAYABLE_STATES,
    example: 'dead',
    optional: true,
  })
  state?: ReplayableState;

  @FromField()
  from?: string;

  @ToField()
  to?: string;

  @IdField({ description: '`lastId` of the call before, to go on behind it.', example: 4711, optional: true })
  afterId?: number;

  @ReplayLimitField()
  limit!: number;
}

export class ReplayedWebhooksDto {
  @ApiProperty({ type: 'integer', description: 'How many wait to be applied once more.', example: 12, minimum: 0 })
  replayed!: number;

  @ApiProperty({
    type: 'integer',
    format: 'int64',
    nullable: true,
    description: 'The last of them: `afterId` of the next call, where `limit` left some over.',
    example: 4723,
  })
  lastId!: number | null;
}

export class WebhookDto {
  @ApiProperty({ type: 'integer', format: 'int64', description: 'Id of the webhook.', example: 4711, minimum: 1 })
  id!: number;

  @ApiProperty({ format: 'date', description: 'The day it is filed under, and deleted by.', example: '2025-12-09' })
  day!: string;

  @ApiProperty({ format: 'date-time', description: 'When it reached us.', example: TIME })
  receivedAt!: string;

  @ApiProperty({ description: STATES, enum: [...INBOX_STATES], example: 'dead' })
  state!: InboxState;

  @ApiProperty({ type: 'integer', description: 'How many times a worker took it up.', example: 1, minimum: 0 })
  tries!: number;

  @ApiProperty({
    ...NULLABLE_TEXT,
    description: 'Why it is dead, a line per reason.',
    example: 'unknown phone_number_id 106540352242922',
  })
  reason!: string | null;

  @ApiProperty({ type: 'integer', description: 'Size of the body in bytes.', example: 512, minimum: 0 })
  size!: number;

  @ApiProperty({
    ...NULLABLE_TEXT,
    format: 'date-time',
    description: 'When it was applied or given up; null while it waits.',
    example: TIME,
  })
  appliedAt!: string | null;
}

export class WebhookListDto {
  @ApiProperty({ type: [WebhookDto], description: 'The webhooks of this page, newest first.' })
  webhooks!: WebhookDto[];

  @ApiProperty({
    ...NULLABLE_TEXT,
    description: '`cursor` of the next page; null on the last one.',
    example: 'YWZ0ZXI6NTA',
  })
  nextCursor!: string | null;

  @ApiProperty({
    ...NULLABLE_TEXT,
    description: '`cursor` of the page before; null on the first one.',
    example: null,
  })
  prevCursor!: string | null;
}

/** The times of a filter as times. */
export function toFilter<State extends InboxState>(query: {
  state?: State;
  from?: string;
  to?: string;
}): InboxFilter<State> {
  const { state } = query;
  const from = query.from === undefined ? undefined : parseIsoTime(query.from);
  const to = query.to === undefined ? undefined : parseIsoTime(query.to);
  return { ...(state && { state }), ...(from && { from }), ...(to && { to }) };
}

export function toReplayRange({ afterId, limit, ...filter }: ReplayWebhooksDto): ReplayRange {
  return { ...toFilter(filter), ...(afterId === undefined ? {} : { afterId }), limit };
}

export function toWebhookDto({ receivedAt, appliedAt, ...row }: InboxRow): WebhookDto {
  const { id, day, state, tries, reason, size } = row;
  return {
    id,
    day,
    receivedAt: receivedAt.toISOString(),
    state,
    tries,
    reason,
    size,
    appliedAt: appliedAt?.toISOString() ?? null,
  };
}

export function toWebhookListDto({ items, nextCursor, prevCursor }: IdPage<InboxRow>): WebhookListDto {
  return { webhooks: items.map(toWebhookDto), nextCursor, prevCursor };
}
