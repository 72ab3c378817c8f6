import { ApiProperty } from '@nestjs/swagger';
import type { ItemKind, WebhookReport } from './domain/webhook-report.js';
import type { InboxRow } from './inbox-admin.repository.js';
import { toWebhookDto, WebhookDto } from './webhook-admin.dto.js';

const KINDS: ItemKind[] = ['message', 'status', 'echo', 'history', 'error', 'notice', 'other'];
const COUNT = { type: 'integer', minimum: 0 } as const;
const ANY_JSON = [
  { type: 'object', additionalProperties: true },
  { type: 'array', items: {} },
  { type: 'string' },
  { type: 'number' },
  { type: 'boolean' },
  { type: 'null' },
];

export class WebhookCountsDto {
  @ApiProperty({ ...COUNT, description: 'Messages of customers.', example: 1 })
  message!: number;

  @ApiProperty({ ...COUNT, description: 'Receipts of our messages.', example: 0 })
  status!: number;

  @ApiProperty({ ...COUNT, description: 'Messages written in the phone app of the number.', example: 0 })
  echo!: number;

  @ApiProperty({ ...COUNT, description: 'Messages of a history sync.', example: 0 })
  history!: number;

  @ApiProperty({ ...COUNT, description: 'Errors Meta reports beside messages and receipts.', example: 0 })
  error!: number;

  @ApiProperty({ ...COUNT, description: 'What Meta tells of customers outside of messages.', example: 0 })
  notice!: number;

  @ApiProperty({ ...COUNT, description: 'Changes kept as they are.', example: 0 })
  other!: number;
}

export class WebhookItemDto {
  @ApiProperty({ description: 'What it is.', enum: KINDS, example: 'message' })
  kind!: ItemKind;

  @ApiProperty({
    description: 'The type of a message, the status of a receipt, the code of an error, the field of anything else.',
    example: 'text',
  })
  type!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: "Meta's id of the business number.",
    example: '106540352242922',
  })
  phoneNumberId!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'WhatsApp’s id of the message it is or speaks of.',
    example: 'wamid.HBgNNzk...',
  })
  wamid!: string | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: "Meta's time; null where it has none that can be used.",
    example: '2025-12-09T12:34:56.000Z',
  })
  occurredAt!: string | null;
}

export class WebhookProblemDto {
  @ApiProperty({ description: 'What is wrong, a stable word.', example: 'wamid_unusable' })
  reason!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Where in the body.',
    example: 'entry[0].changes[0].value.messages[0]',
  })
  path!: string | null;
}

export class WebhookDetailsDto extends WebhookDto {
  @ApiProperty({ description: 'How `body` is given.', enum: ['json', 'base64'], example: 'json' })
  encoding!: 'json' | 'base64';

  @ApiProperty({
    oneOf: ANY_JSON,
    description: 'What Meta sent: the JSON itself, or its bytes in base64 where it is none.',
    example: { object: 'whatsapp_business_account', entry: [] },
  })
  body!: unknown;

  @ApiProperty({ type: WebhookCountsDto, description: 'How many pieces of each kind the parser finds in it today.' })
  counts!: WebhookCountsDto;

  @ApiProperty({ type: [WebhookItemDto], description: 'Those pieces, in the order of the body.' })
  items!: WebhookItemDto[];

  @ApiProperty({ type: [WebhookProblemDto], description: 'What the parser could make nothing of.' })
  problems!: WebhookProblemDto[];
}

export function toWebhookDetailsDto(row: InboxRow, report: WebhookReport): WebhookDetailsDto {
  const { encoding, body, counts, items, problems } = report;
  return {
    ...toWebhookDto(row),
    encoding,
    body,
    counts,
    items: items.map((item) => ({ ...item, occurredAt: item.occurredAt?.toISOString() ?? null })),
    problems: problems.map(({ reason, path = null }) => ({ reason, path })),
  };
}
