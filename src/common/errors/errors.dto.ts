import { ApiProperty } from '@nestjs/swagger';

export class LocalizedTextDto {
  @ApiProperty({ description: 'English.', example: 'Chat not found.' })
  en!: string;

  @ApiProperty({ description: 'Russian.', example: 'Чат не найден.' })
  ru!: string;
}

export class ErrorExplanationDto {
  @ApiProperty({ description: 'The word in `code` of an error body.', example: 'CHAT_NOT_FOUND' })
  code!: string;

  @ApiProperty({
    type: 'integer',
    description: 'The HTTP status it comes with.',
    example: 404,
    minimum: 400,
    maximum: 599,
  })
  status!: number;

  @ApiProperty({ type: LocalizedTextDto, description: 'What kind of error it is.' })
  title!: LocalizedTextDto;

  @ApiProperty({ type: LocalizedTextDto, description: 'The sentence a client prints, where there is no better one.' })
  detail!: LocalizedTextDto;
}

export class ErrorListDto {
  @ApiProperty({ type: [ErrorExplanationDto], description: 'Every code this API answers with.' })
  errors!: ErrorExplanationDto[];
}
