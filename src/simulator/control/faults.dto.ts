import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDefined, IsIn, IsInt, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { IsAddress } from './is-address.js';

const MAX_TIMES = 100_000;
const MAX_DELAY_MS = 120_000;

export class CountedFaultDto {
  @ApiPropertyOptional({
    description: 'For how many messages.',
    example: 1,
    default: 1,
    minimum: 1,
    maximum: MAX_TIMES,
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_TIMES)
  times: number = 1;

  @ApiPropertyOptional({ description: 'Only for this customer: a phone or a BSUID.', example: '+77011234567' })
  @IsOptional()
  @IsAddress()
  phone?: string;
}

export class RefuseFaultDto extends CountedFaultDto {
  @ApiProperty({
    description: "Graph's error code; codes of Meta's table get their title and HTTP status.",
    example: 131056,
  })
  @IsDefined()
  @IsInt()
  @Min(0)
  code!: number;
}

const RECEIPTS = ['normal', 'none', 'shuffled', 'duplicated'] as const;
const WINDOW_CLOSED = ['webhook', 'answer'] as const;

export class FaultsDto {
  @ApiPropertyOptional({ description: 'Refuse the next messages with a Graph error.', type: () => RefuseFaultDto })
  @IsOptional()
  @ValidateNested()
  @Type(() => RefuseFaultDto)
  refuse?: RefuseFaultDto;

  @ApiPropertyOptional({
    description: 'Accept the next messages and cut the connection instead of answering. Their receipts come.',
    type: () => CountedFaultDto,
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => CountedFaultDto)
  dropAfterAccept?: CountedFaultDto;

  @ApiPropertyOptional({
    description: 'Answer accepted messages so much later, in milliseconds of real time.',
    example: 0,
    default: 0,
    minimum: 0,
    maximum: MAX_DELAY_MS,
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_DELAY_MS)
  delayMs: number = 0;

  @ApiPropertyOptional({
    description: 'What happens to receipts: in order, none at all, in a wrong order, or each of them twice.',
    enum: RECEIPTS,
    example: 'shuffled',
    default: 'normal',
  })
  @IsOptional()
  @IsIn(RECEIPTS)
  receipts: (typeof RECEIPTS)[number] = 'normal';

  @ApiPropertyOptional({
    description:
      'How a closed 24-hour window is told: `webhook` = 200, then a failed status with 131047; `answer` = 400.',
    enum: WINDOW_CLOSED,
    example: 'webhook',
    default: 'webhook',
  })
  @IsOptional()
  @IsIn(WINDOW_CLOSED)
  windowClosed: (typeof WINDOW_CLOSED)[number] = 'webhook';
}
