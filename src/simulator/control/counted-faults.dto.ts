import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsObject, IsString, Length, Max, Min } from 'class-validator';
import { DOWNLOAD_FAULTS, GARBAGE_KINDS, UPLOAD_ANSWERS } from '../faults.js';
import { IsAddress } from './is-address.js';
import { IsTimes, MAX_TIMES } from './is-times.js';
import { MayBeLeftOut } from './may-be-left-out.js';

const ONE_DAY_MS = 24 * 60 * 60 * 1000;
const OF_WHOM = 'Only for this customer: a phone or a BSUID.';
const CODE = "Graph's error code; codes of Meta's table get their title and HTTP status.";

const TIMES = {
  description: 'For how many messages; `always` until it is taken back.',
  oneOf: [
    { type: 'integer', minimum: 1, maximum: MAX_TIMES },
    { type: 'string', enum: ['always'] },
  ],
  example: 1,
  default: 1,
};

export class CountedFaultDto {
  @ApiPropertyOptional(TIMES)
  @MayBeLeftOut()
  @IsTimes()
  times: number | 'always' = 1;

  @ApiPropertyOptional({ description: OF_WHOM, example: '+77011234567' })
  @MayBeLeftOut()
  @IsAddress()
  phone?: string;
}

export class RefuseFaultDto extends CountedFaultDto {
  @ApiProperty({ description: CODE, example: 131056 })
  @IsInt()
  @Min(0)
  code!: number;

  @ApiPropertyOptional({ description: "Another HTTP status than the code's own.", example: 429 })
  @MayBeLeftOut()
  @IsInt()
  @Min(400)
  @Max(599)
  status?: number;

  @ApiPropertyOptional({ description: '`error_data.details`.', example: 'Message undeliverable.' })
  @MayBeLeftOut()
  @IsString()
  @Length(0, 1000)
  details?: string;

  @ApiPropertyOptional({
    description: "More keys of Graph's `error` object; they win over what stands there.",
    type: 'object',
    additionalProperties: true,
    example: { error_subcode: 2494055, is_transient: true },
  })
  @MayBeLeftOut()
  @IsObject()
  fields?: Record<string, unknown>;
}

export class ThrottleFaultDto {
  @ApiPropertyOptional({
    description:
      'The limit that was hit: 130429 of the number, 131056 of the pair, 80007 of the account, 4 of the app.',
    example: 130429,
    default: 130429,
  })
  @MayBeLeftOut()
  @IsInt()
  @Min(0)
  code: number = 130429;

  @ApiProperty({
    description: 'For how long, in milliseconds of the clock.',
    example: 60_000,
    minimum: 1,
    maximum: ONE_DAY_MS,
  })
  @IsInt()
  @Min(1)
  @Max(ONE_DAY_MS)
  forMs!: number;

  @ApiPropertyOptional({ description: OF_WHOM, example: '+77011234567' })
  @MayBeLeftOut()
  @IsAddress()
  phone?: string;
}

export class GarbageFaultDto extends CountedFaultDto {
  @ApiProperty({ description: 'What is answered, and with which status.', enum: GARBAGE_KINDS, example: 'html-502' })
  @IsIn(GARBAGE_KINDS)
  answer!: (typeof GARBAGE_KINDS)[number];

  @ApiPropertyOptional({
    description: 'Whether the message was accepted before that; then it is sent and its receipts come.',
    example: true,
    default: true,
  })
  @MayBeLeftOut()
  @IsBoolean()
  isAccepted: boolean = true;
}

export class FailFaultDto extends CountedFaultDto {
  @ApiProperty({ description: 'The code of the failure.', example: 131026 })
  @IsInt()
  @Min(0)
  code!: number;

  @ApiPropertyOptional({ description: 'Whether `sent` comes first.', example: true, default: true })
  @MayBeLeftOut()
  @IsBoolean()
  isAfterSent: boolean = true;

  @ApiPropertyOptional({ description: '`error_data.details`.', example: 'Message undeliverable.' })
  @MayBeLeftOut()
  @IsString()
  @Length(0, 1000)
  details?: string;
}

export class UploadFaultDto {
  @ApiProperty({
    description: '`refuse` with `code`, `drop` the connection, or one of the answers that are none.',
    enum: UPLOAD_ANSWERS,
    example: 'html-500',
  })
  @IsIn(UPLOAD_ANSWERS)
  answer!: (typeof UPLOAD_ANSWERS)[number];

  @ApiPropertyOptional({ ...TIMES, description: 'For how many uploads; `always` until it is taken back.' })
  @MayBeLeftOut()
  @IsTimes()
  times: number | 'always' = 1;

  @ApiPropertyOptional({ description: `Of \`refuse\`. ${CODE}`, example: 131053, default: 131053 })
  @MayBeLeftOut()
  @IsInt()
  @Min(0)
  code: number = 131053;

  @ApiPropertyOptional({ description: "Of `refuse`: another HTTP status than the code's own.", example: 500 })
  @MayBeLeftOut()
  @IsInt()
  @Min(400)
  @Max(599)
  status?: number;

  @ApiPropertyOptional({
    description: "Of `refuse`: more keys of Graph's `error` object.",
    type: 'object',
    additionalProperties: true,
    example: { is_transient: true },
  })
  @MayBeLeftOut()
  @IsObject()
  fields?: Record<string, unknown>;
}

export class DownloadFaultDto {
  @ApiProperty({
    description:
      '`expired-url` 404, `wrong-bytes` others than announced, `empty` none, `slow` a pause of 20 s in the middle, `cut` the connection ' +
      'in the middle; before that, from Graph: `unknown-id`, or `foreign-host`, a URL that leads to a stranger.',
    enum: DOWNLOAD_FAULTS,
    example: 'expired-url',
  })
  @IsIn(DOWNLOAD_FAULTS)
  answer!: (typeof DOWNLOAD_FAULTS)[number];

  @ApiPropertyOptional({ ...TIMES, description: 'For how many downloads; `always` until it is taken back.' })
  @MayBeLeftOut()
  @IsTimes()
  times: number | 'always' = 1;
}
