import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ERROR_CODES, type ErrorCode } from '../errors/error-catalogue.js';

export class FieldErrorDto {
  @ApiProperty({ description: 'Path of the field that is wrong.', example: 'message' })
  field!: string;

  @ApiProperty({ description: 'The rule it breaks, a stable word.', example: 'TEXT' })
  code!: string;

  @ApiProperty({ description: 'What is wrong with it, for a person.', example: 'must be a text that is not blank' })
  message!: string;
}

export class ProviderErrorDto {
  @ApiProperty({ type: 'integer', description: "Meta's error code.", example: 131026 })
  code!: number;

  @ApiProperty({ type: 'integer', nullable: true, description: "Meta's subcode, where it gave one.", example: null })
  subcode!: number | null;

  @ApiProperty({ description: "What Meta's code means.", example: 'Message undeliverable' })
  title!: string;

  @ApiProperty({ type: String, nullable: true, description: "Meta's own words about this case.", example: null })
  details!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: "The trace id Meta's support asks for.",
    example: 'AbCdEfGhIjK',
  })
  fbtraceId!: string | null;

  @ApiProperty({ description: 'True when the same message may go through later.', example: false })
  retryable!: boolean;

  @ApiProperty({
    description: 'What to do about it.',
    example: 'Ask the customer for another number: this one may not use WhatsApp.',
  })
  action!: string;
}

/** The one error body (RFC 9457). */
export class ProblemDto {
  @ApiProperty({
    description: 'A page that explains this code.',
    format: 'uri',
    example: 'http://localhost:3000/api/errors/VALIDATION',
  })
  type!: string;

  @ApiProperty({ description: 'What kind of error it is, in a few words.', example: 'Wrong request' })
  title!: string;

  @ApiProperty({ type: 'integer', description: 'The HTTP status, again.', example: 400, minimum: 400, maximum: 599 })
  status!: number;

  @ApiProperty({
    description: 'What went wrong this time, for a person.',
    example: 'message must be a text that is not blank.',
  })
  detail!: string;

  @ApiProperty({ description: 'The path that was asked.', example: '/api/waba/operator/send' })
  instance!: string;

  @ApiProperty({
    description: 'The same sentence as `detail`: what a client prints.',
    example: 'message must be a text that is not blank.',
  })
  error!: string;

  @ApiProperty({
    enum: ERROR_CODES,
    enumName: 'ErrorCode',
    description: 'A stable word to branch on; a later version of this API may know more of them.',
    example: 'VALIDATION',
  })
  code!: ErrorCode;

  @ApiProperty({ description: 'Names this request in our log.', example: '6f1c2a9e-54c0-4d0e-9a8e-2f3b1f0c7d11' })
  requestId!: string;

  @ApiPropertyOptional({ type: [FieldErrorDto], description: 'The fields that are wrong, at most 10.' })
  errors?: FieldErrorDto[];

  @ApiPropertyOptional({ type: ProviderErrorDto, description: 'What Meta said, where the refusal is theirs.' })
  provider?: ProviderErrorDto;

  @ApiPropertyOptional({
    type: 'integer',
    description: 'The chat that took the place of this one.',
    example: 45,
    minimum: 1,
  })
  mergedInto?: number;

  @ApiPropertyOptional({ description: 'What can be done instead.', enum: ['template'], example: 'template' })
  nextStep?: string;
}
