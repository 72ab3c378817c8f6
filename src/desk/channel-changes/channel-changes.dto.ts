import { ApiProperty } from '@nestjs/swagger';
import { QueryIntField } from '../../common/validation/fields.js';
import { ACCOUNT_STATUSES } from '../../waba-gateway/protocol/account-update.js';
import { CursorField } from '../../common/validation/cursor-field.js';
import { PageDto } from '../page.dto.js';

export class ListChannelChangesQueryDto {
  @QueryIntField({ description: 'How many changes at most.', default: 50, min: 1, max: 100 })
  limit: number = 50;

  @CursorField()
  cursor?: string;
}

/** Null where it says nothing of it. */
export class ChannelHealthDto {
  @ApiProperty({ type: String, nullable: true, description: '`ok` or `flagged`.', example: 'flagged' })
  quality!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'In Meta’s words.', example: 'TIER_2K' })
  messagingLimit!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'In Meta’s words.', example: null })
  nameStatus!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    enum: [...ACCOUNT_STATUSES, null],
    description: 'How the account stands at WhatsApp.',
    example: null,
  })
  accountStatus!: string | null;
}

export class ChannelChangeDto {
  @ApiProperty({ type: 'integer', format: 'int64', description: 'Id of the change.', example: 7, minimum: 1 })
  id!: number;

  @ApiProperty({ description: 'The field of the webhook that told it.', example: 'phone_number_quality_update' })
  field!: string;

  @ApiProperty({ type: String, nullable: true, description: 'What happened, in Meta’s words.', example: 'FLAGGED' })
  event!: string | null;

  @ApiProperty({
    type: ChannelHealthDto,
    description: 'What it makes of the channel; the latest by `occurredAt` counts.',
  })
  sets!: ChannelHealthDto;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'Everything Meta said of it, as it came: restrictions, violations, dates.',
    example: { display_phone_number: '77270000000', event: 'FLAGGED', current_limit: 'TIER_2K' },
  })
  details!: Record<string, unknown>;

  @ApiProperty({ format: 'date-time', description: 'Meta’s time of it.', example: '2025-12-09T12:34:56.000Z' })
  occurredAt!: string;

  @ApiProperty({ format: 'date-time', description: 'When we heard of it.', example: '2025-12-09T12:34:57.000Z' })
  receivedAt!: string;
}

export class ChannelChangeListDto extends PageDto {
  @ApiProperty({
    type: [ChannelChangeDto],
    maxItems: 100,
    description: 'The changes of this page, the last told first.',
  })
  changes!: ChannelChangeDto[];
}
