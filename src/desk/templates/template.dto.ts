import { ApiProperty } from '@nestjs/swagger';
import { PatternField, QueryIntField, TextField } from '../../common/validation/fields.js';
import { BUTTON_TYPES, HEADER_FORMATS } from '../../templates/domain/template-parts.js';
import { TemplateFillDto } from '../../templates/domain/template-fill.dto.js';
import { CursorField } from '../../common/validation/cursor-field.js';
import { PageDto } from '../page.dto.js';

const MAX_ID = Number.MAX_SAFE_INTEGER;

function WordField(description: string, example: string): PropertyDecorator {
  return PatternField({
    description,
    example,
    optional: true,
    code: 'WORD',
    test: (text) => /^[A-Za-z_]{1,64}$/.test(text),
    message: { en: 'must be a word of letters and _', ru: 'должно быть словом из латинских букв и _' },
    schema: { pattern: '^[A-Za-z_]{1,64}$' },
  });
}

export class ListTemplatesQueryDto {
  @QueryIntField({ description: 'How many templates at most.', default: 50, min: 1, max: 100 })
  limit: number = 50;

  @CursorField()
  cursor?: string;

  @QueryIntField({ description: 'Id of the channel they can be sent from.', min: 1, max: MAX_ID })
  channel?: number;

  @WordField('A status of Meta’s. Without it all but the deleted ones.', 'APPROVED')
  status?: string;

  @WordField('The language, as Meta writes it.', 'ru')
  language?: string;

  @WordField('`UTILITY`, `MARKETING` or `AUTHENTICATION`.', 'UTILITY')
  category?: string;

  @TextField({ description: 'A part of the name or of the text.', example: 'заказ', max: 100, optional: true })
  search?: string;
}

export class TemplateHeaderDto {
  @ApiProperty({ enum: HEADER_FORMATS, description: 'What stands above the text.', example: 'text' })
  format!: string;

  @ApiProperty({ type: String, nullable: true, description: 'Of a `text`, with its parameter.', example: 'Заказ' })
  text!: string | null;
}

export class TemplateButtonDto {
  @ApiProperty({ type: 'integer', description: 'Which button, from 0; a send names it so.', example: 0, minimum: 0 })
  index!: number;

  @ApiProperty({ enum: BUTTON_TYPES, description: 'What it does.', example: 'url' })
  type!: string;

  @ApiProperty({ type: String, nullable: true, description: 'Its label.', example: 'Отследить' })
  text!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Of a link: where it leads, with its parameter.',
    example: 'https://example.com/track/{{1}}',
  })
  url!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Of a call: the number.', example: null })
  phone!: string | null;
}

export class TemplateParameterDto {
  @ApiProperty({ enum: ['header', 'body', 'button'], description: 'Where it stands.', example: 'body' })
  where!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Its name, where parameters have names.',
    example: 'order',
  })
  name!: string | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Its number from 1, where they have none; of a button, its index from 0.',
    example: null,
  })
  index!: number | null;

  @ApiProperty({ type: String, nullable: true, description: 'What was given as an example.', example: '12345' })
  example!: string | null;
}

export class TemplateCardDto {
  @ApiProperty({ type: TemplateHeaderDto, nullable: true, description: 'What stands above its text.' })
  header!: TemplateHeaderDto | null;

  @ApiProperty({ description: 'Its text.', example: 'Платье {{1}}' })
  body!: string;

  @ApiProperty({ type: [TemplateButtonDto], description: 'In their order.' })
  buttons!: TemplateButtonDto[];

  @ApiProperty({ type: [TemplateParameterDto], description: 'What is to be filled in.' })
  parameters!: TemplateParameterDto[];
}

export class TemplateDto {
  @ApiProperty({ type: 'integer', description: 'Id with us.', example: 1, minimum: 1 })
  id!: number;

  @ApiProperty({ description: 'Name; with the language it names the template in a send.', example: 'order_ready' })
  name!: string;

  @ApiProperty({ description: 'Language, as Meta writes it.', example: 'ru' })
  language!: string;

  @ApiProperty({ description: 'Meta’s category: it may change it by itself.', example: 'UTILITY' })
  category!: string;

  @ApiProperty({ description: 'Meta’s status; only `APPROVED` ones can be sent.', example: 'APPROVED' })
  status!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Meta’s rating by customers’ reactions.',
    example: 'GREEN',
  })
  quality!: string | null;

  @ApiProperty({ type: TemplateHeaderDto, nullable: true, description: 'What stands above the text.' })
  header!: TemplateHeaderDto | null;

  @ApiProperty({
    description: 'The text, with its parameters in double braces.',
    example: 'Здравствуйте, {{customer}}! Ваш заказ {{order}} готов к выдаче.',
  })
  body!: string;

  @ApiProperty({ type: String, nullable: true, description: 'What stands below the text.', example: null })
  footer!: string | null;

  @ApiProperty({ type: [TemplateButtonDto], description: 'In their order.' })
  buttons!: TemplateButtonDto[];

  @ApiProperty({ type: [TemplateParameterDto], description: 'What is to be filled in.' })
  parameters!: TemplateParameterDto[];

  @ApiProperty({ type: [TemplateCardDto], maxItems: 10, description: 'Of a carousel, in their order; else empty.' })
  cards!: TemplateCardDto[];

  @ApiProperty({
    description: 'What the customer reads, filled in with the examples.',
    example: 'Здравствуйте, Айгуль! Ваш заказ 12345 готов к выдаче.',
  })
  preview!: string;
}

export class TemplateListDto extends PageDto {
  @ApiProperty({ type: [TemplateDto], maxItems: 100, description: 'The templates of this page, by id.' })
  templates!: TemplateDto[];
}

export class PreviewTemplateDto extends TemplateFillDto {}

export class TemplatePreviewDto {
  @ApiProperty({
    description: 'What the customer would read.',
    example: 'Здравствуйте, Айгуль! Ваш заказ 12345 готов к выдаче.',
  })
  text!: string;
}

export class TemplateSyncDto {
  @ApiProperty({ type: 'integer', description: 'How many templates WhatsApp has.', example: 12, minimum: 0 })
  templates!: number;

  @ApiProperty({
    type: 'integer',
    description: 'Of how many, known before, the status, category or quality changed.',
    example: 1,
    minimum: 0,
  })
  changed!: number;
}
