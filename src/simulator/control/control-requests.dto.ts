import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsObject, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { IsAddress } from './is-address.js';

const MAX_COPIES = 1000;
const TEN_YEARS_IN_SECONDS = 10 * 365 * 24 * 60 * 60;

export class WebhookDto {
  @ApiProperty({
    description: 'The `value` of a change, whatever it is.',
    type: 'object',
    additionalProperties: true,
    example: { messaging_product: 'whatsapp', metadata: { phone_number_id: '106540352242922' } },
  })
  @IsObject()
  value!: Record<string, unknown>;

  @ApiPropertyOptional({ description: 'The `field` of the change.', example: 'messages', default: 'messages' })
  @IsOptional()
  @IsString()
  @Length(1, 128)
  field: string = 'messages';

  @ApiPropertyOptional({
    description: 'How often the same body is posted, all at once.',
    example: 1,
    default: 1,
    maximum: MAX_COPIES,
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_COPIES)
  copies: number = 1;

  @ApiPropertyOptional({
    description: 'The `id` of the entry; the first account by default.',
    example: '102290129340398',
  })
  @IsOptional()
  @IsString()
  wabaId?: string;
}

export class ClockDto {
  @ApiProperty({ description: 'How far the clock moves on.', example: 3600, minimum: 1, maximum: TEN_YEARS_IN_SECONDS })
  @IsInt()
  @Min(1)
  @Max(TEN_YEARS_IN_SECONDS)
  advanceSeconds!: number;
}

export class OnlineDto {
  @ApiProperty({ description: 'Whose phone is reachable again: a phone or a BSUID.', example: '+77010000208' })
  @IsAddress()
  phone!: string;
}
