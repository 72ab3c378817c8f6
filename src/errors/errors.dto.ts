import { ApiProperty } from '@nestjs/swagger';
import { ERROR_FAULTS, type ErrorFault } from '../common/errors/error-entry.js';
import { EnumField } from '../common/validation/fields.js';
import { ERROR_SOURCES, type ErrorSource } from './error-book.js';

export class ListErrorsQueryDto {
  @EnumField({
    description: '`ours` the codes of this API alone, `meta` the codes of WhatsApp alone; both where it is left out.',
    values: ERROR_SOURCES,
    example: 'ours',
    optional: true,
  })
  source?: ErrorSource;
}

export class LocalizedTextDto {
  @ApiProperty({ description: 'English.', example: 'Chat not found.' })
  en!: string;

  @ApiProperty({ description: 'Russian.', example: 'Чат не найден.' })
  ru!: string;
}

export class ErrorExplanationDto {
  @ApiProperty({
    description:
      'The word in `code` of an error body, or Meta’s number in `provider.code`: `131047`, a range as `201-299`, a code that only counts with its subcode as `100/33`.',
    example: 'CHAT_NOT_FOUND',
  })
  code!: string;

  @ApiProperty({ description: 'Whose code it is.', enum: [...ERROR_SOURCES], example: 'ours' })
  source!: ErrorSource;

  @ApiProperty({ description: 'What it is about, in a word.', example: 'state' })
  category!: string;

  @ApiProperty({
    description:
      'Who can do something about it: `client` the program that calls, `operator`, `admin`, `customer`, `us` this server, `meta` nobody but WhatsApp.',
    enum: [...ERROR_FAULTS],
    example: 'client',
  })
  fault!: ErrorFault;

  @ApiProperty({
    description:
      'True when the same thing may go through later unchanged; what WhatsApp refuses so, we send again by ourselves.',
    example: false,
  })
  retryable!: boolean;

  @ApiProperty({
    type: 'integer',
    description: 'The HTTP status it comes with.',
    example: 404,
    minimum: 400,
    maximum: 599,
  })
  status!: number;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'With which of our codes a send that meets this code of Meta answers; null for our own codes.',
    example: null,
  })
  ourCode!: string | null;

  @ApiProperty({ type: LocalizedTextDto, description: 'What kind of error it is.' })
  title!: LocalizedTextDto;

  @ApiProperty({ type: LocalizedTextDto, description: 'The sentence a client prints, where there is no better one.' })
  detail!: LocalizedTextDto;

  @ApiProperty({ type: LocalizedTextDto, description: 'What to do about it.' })
  action!: LocalizedTextDto;
}

export class ErrorListDto {
  @ApiProperty({
    type: [ErrorExplanationDto],
    description: 'Every code this API answers with, then every code of Meta that we know.',
  })
  errors!: ErrorExplanationDto[];
}
