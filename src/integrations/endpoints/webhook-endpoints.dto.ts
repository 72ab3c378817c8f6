import { ApiProperty } from '@nestjs/swagger';
import { MAX_URL_LENGTH } from '../../common/outbound/public-url.js';
import { BooleanField, PatternField, TextField } from '../../common/validation/fields.js';
import { EnumSetField, IdSetField } from '../../common/validation/list-fields.js';
import { PAUSE_REASONS, type PauseReason } from '../domain/delivery-state.js';
import { DELIVERABLE_TYPES, type DeliverableType } from '../domain/event-filter.js';
import type { ShownEndpoint } from './endpoints.repository.js';

const TIME = { type: String, format: 'date-time' } as const;
const URL_EXAMPLE = 'https://crm.example.com/hooks/whatsapp';
const NAME_EXAMPLE = 'CRM';
const EVENTS_EXAMPLE: DeliverableType[] = ['message.received', 'message.failed'];
const MAX_CHANNELS = 100;
const REASONS =
  '`manual` an admin did it; `failing` nothing arrived for three days, or for one with a hundred failures; `gone` it answered 410; `owner_lost` its owner is no active admin any more.';

function UrlField(description: string, optional: boolean): PropertyDecorator {
  return PatternField({
    description,
    example: URL_EXAMPLE,
    optional,
    code: 'LENGTH',
    test: (text) => text.length >= 1 && text.length <= MAX_URL_LENGTH,
    message: {
      en: `must be a text of 1 to ${MAX_URL_LENGTH} characters`,
      ru: `должно быть строкой от 1 до ${MAX_URL_LENGTH} символов`,
    },
    schema: { format: 'uri', minLength: 1, maxLength: MAX_URL_LENGTH },
  });
}

function EventsField(): PropertyDecorator {
  return EnumSetField({
    description: 'Which events it gets; an empty list is all of them, also those there will be.',
    values: DELIVERABLE_TYPES,
    example: EVENTS_EXAMPLE,
    optional: true,
  });
}

function ChannelIdsField(): PropertyDecorator {
  return IdSetField({
    description:
      'Of which channels; an empty list is all of them. With channels named it gets no event that belongs to none, such as `system.webhook_silent`.',
    example: [1],
    max: MAX_CHANNELS,
    optional: true,
  });
}

export class CreateWebhookEndpointDto {
  @UrlField(
    'Where events are posted: `https` on port 443 or 8443, a public host, no user name in it. In the sandbox also `http://localhost:<port>`.',
    false,
  )
  url!: string;

  @TextField({ description: 'What it is for; its host, if left out.', example: NAME_EXAMPLE, max: 100, optional: true })
  name?: string;

  @EventsField()
  events?: DeliverableType[];

  @ChannelIdsField()
  channelIds?: number[];
}

export class UpdateWebhookEndpointDto {
  @UrlField('Another place; what waits goes there too.', true)
  url?: string;

  @TextField({ description: 'Another name.', example: NAME_EXAMPLE, max: 100, optional: true })
  name?: string;

  @EventsField()
  events?: DeliverableType[];

  @ChannelIdsField()
  channelIds?: number[];

  @BooleanField({
    description:
      'True: nothing more is sent. False: it goes on where it stopped, with what waits first in line and whoever resumes it as its owner.',
    example: false,
    optional: true,
  })
  paused?: boolean;
}

export class WebhookEndpointDto {
  @ApiProperty({ type: 'integer', description: 'Id of the endpoint.', example: 3, minimum: 1 })
  id!: number;

  @ApiProperty({ description: 'Where events are posted.', example: URL_EXAMPLE })
  url!: string;

  @ApiProperty({ description: 'What it is for.', example: NAME_EXAMPLE })
  name!: string;

  @ApiProperty({
    enum: DELIVERABLE_TYPES,
    isArray: true,
    description: 'Which events it gets; empty: all of them.',
    example: EVENTS_EXAMPLE,
  })
  events!: DeliverableType[];

  @ApiProperty({
    type: 'array',
    items: { type: 'integer', format: 'int64', minimum: 1 },
    description: 'Of which channels; empty: of all.',
    example: [],
  })
  channelIds!: number[];

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'The admin as whom it sees events: who made it, or resumed it last.',
    example: 1,
  })
  ownerId!: number | null;

  @ApiProperty({ description: 'True while nothing is sent to it.', example: false })
  paused!: boolean;

  @ApiProperty({ ...TIME, nullable: true, description: 'Since when.', example: null })
  pausedAt!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    enum: [...PAUSE_REASONS, null],
    description: REASONS,
    example: null,
  })
  pauseReason!: PauseReason | null;

  @ApiProperty({
    ...TIME,
    nullable: true,
    description: 'Since when nothing has arrived; null while what was last sent did.',
    example: null,
  })
  failingSince!: string | null;

  @ApiProperty({ type: 'integer', description: 'Failed attempts in a row.', example: 0, minimum: 0 })
  failures!: number;

  @ApiProperty({
    type: 'integer',
    description: 'Deliveries that wait, for their first try or another one.',
    example: 0,
    minimum: 0,
  })
  pending!: number;

  @ApiProperty({
    ...TIME,
    nullable: true,
    description: 'Until when the secret before the last rotation signs too; null where there is none.',
    example: null,
  })
  oldSecretUntil!: string | null;

  @ApiProperty({ ...TIME, description: 'When it was made.', example: '2025-12-09T12:34:56.000Z' })
  createdAt!: string;
}

export class NewWebhookEndpointDto extends WebhookEndpointDto {
  @ApiProperty({
    description:
      'Signs every request, as Standard Webhooks has it: give it to the receiver’s library. It is shown this once.',
    example: 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
  })
  secret!: string;
}

export class WebhookEndpointListDto {
  @ApiProperty({ type: [WebhookEndpointDto], description: 'All endpoints, by id.' })
  webhookEndpoints!: WebhookEndpointDto[];
}

export function toEndpointDto(row: ShownEndpoint, now: Date): WebhookEndpointDto {
  const { id, url, name, filter, ownerId, pauseReason, failures, pending } = row;
  const old = row.secrets.find(({ until }) => until !== null && Date.parse(until) > now.getTime());
  return {
    id,
    url,
    name,
    events: filter.events,
    channelIds: filter.channelIds,
    ownerId,
    paused: row.pausedAt !== null,
    pausedAt: row.pausedAt?.toISOString() ?? null,
    pauseReason,
    failingSince: row.failingSince?.toISOString() ?? null,
    failures,
    pending,
    oldSecretUntil: old?.until ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}
