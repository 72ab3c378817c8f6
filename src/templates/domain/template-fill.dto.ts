import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Check, IntField, ObjectField, PatternField, presence, TextField } from '../../common/validation/fields.js';
import { FreeObjectField, NumberField, ObjectListField, TextListField } from '../../common/validation/nested-fields.js';
import { DETAIL_TEXT_MAX_LENGTH, FILENAME_MAX_LENGTH } from '../../waba-gateway/protocol/limits.js';
import type { CardFill, TemplateFill } from './template-fill.js';

const MAX_PARAMETERS = 100;
const MAX_BUTTONS = 10;
const MAX_CARDS = 10;
const MAX_SECTIONS = 10;
const SECTION_TITLE_MAX = 24;
const PRODUCTS_MAX = 30;
const PRODUCT_ID_MAX = 100;
const VALUE_MAX = 2000;
const MAX_URL_LENGTH = 2048;

/** Values by name, or in order. What each must be says the template. */
function ParametersField(): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({
      description:
        'The values of the text’s parameters: an object by name, or a list in order, as the template has them. One line each.',
      oneOf: [
        { type: 'object', additionalProperties: { type: 'string' }, maxProperties: MAX_PARAMETERS },
        { type: 'array', items: { type: 'string' }, maxItems: MAX_PARAMETERS },
      ],
      example: { customer: 'Айгуль', order: '12345' },
    }),
    presence(true),
    Check({
      code: 'PARAMETERS',
      test: (value) => typeof value === 'object' && value !== null && Object.keys(value).length <= MAX_PARAMETERS,
      message: {
        en: `must be an object or a list of at most ${MAX_PARAMETERS} texts`,
        ru: `должно быть объектом или списком, не более ${MAX_PARAMETERS} текстов`,
      },
    }),
  );
}

export class TemplateLocationDto {
  @NumberField({ description: 'Degrees north of the equator.', example: 43.238949, min: -90, max: 90 })
  latitude!: number;

  @NumberField({ description: 'Degrees east of Greenwich.', example: 76.889709, min: -180, max: 180 })
  longitude!: number;

  @TextField({ description: 'What is there.', example: 'Пункт выдачи', max: DETAIL_TEXT_MAX_LENGTH })
  name!: string;

  @TextField({ description: 'Its address.', example: 'Алматы, пр. Абая, 10', max: DETAIL_TEXT_MAX_LENGTH })
  address!: string;
}

export class TemplateHeaderFillDto {
  @TextField({ description: 'The parameter of a header of text.', example: '12345', max: 60, optional: true })
  text?: string;

  @PatternField({
    description: 'Of a header that is an image, a video or a document: where we fetch it; a public https URL.',
    example: 'https://example.com/photo.jpg',
    optional: true,
    code: 'MEDIA_URL',
    schema: { format: 'uri', maxLength: MAX_URL_LENGTH },
    test: (text) => text.length > 0 && text.length <= MAX_URL_LENGTH,
    message: { en: 'must be a URL', ru: 'должно быть URL' },
  })
  mediaUrl?: string;

  @TextField({
    description: 'Name of a document on the customer’s phone, with its extension.',
    example: 'invoice_12345.pdf',
    max: FILENAME_MAX_LENGTH,
    optional: true,
  })
  filename?: string;

  @ObjectField({
    description: 'Of a header that is a location: where.',
    type: () => TemplateLocationDto,
    optional: true,
  })
  location?: TemplateLocationDto;
}

export class ProductSectionDto {
  @TextField({ description: 'Its name.', example: 'Популярное', max: SECTION_TITLE_MAX })
  title!: string;

  @TextListField({
    description: 'Ids of products in the catalogue; at most 30 in all sections.',
    example: ['sku-1', 'sku-2'],
    maxItems: PRODUCTS_MAX,
    max: PRODUCT_ID_MAX,
  })
  products!: string[];
}

export class TemplateButtonFillDto {
  @IntField({ description: 'Which button, from 0.', example: 0, min: 0, max: MAX_BUTTONS - 1 })
  index!: number;

  @TextField({
    description:
      'The end of its link, the code to be copied, what a quick reply or a flow sends back to us, or the product whose picture a catalogue shows. Only a flow does without.',
    example: '12345',
    max: VALUE_MAX,
    optional: true,
  })
  value?: string;

  @FreeObjectField({
    description: 'Of a flow: what its first screen begins with.',
    example: { order: '12345' },
    optional: true,
  })
  data?: Record<string, unknown>;

  @ObjectListField({
    description: 'Of a list of products (`mpm`): which.',
    type: () => ProductSectionDto,
    max: MAX_SECTIONS,
    optional: true,
  })
  sections?: ProductSectionDto[];
}

export class CardFillDto implements CardFill {
  @ParametersField()
  parameters?: Record<string, unknown> | unknown[];

  @ObjectField({ description: 'What stands above the text.', type: () => TemplateHeaderFillDto, optional: true })
  header?: TemplateHeaderFillDto;

  @ObjectListField({
    description: 'Values of buttons.',
    type: () => TemplateButtonFillDto,
    max: MAX_BUTTONS,
    optional: true,
  })
  buttons?: TemplateButtonFillDto[];
}

export class TemplateFillDto extends CardFillDto implements TemplateFill {
  @ObjectListField({
    description: 'Of a carousel: what fills in its cards, one for each, in their order.',
    type: () => CardFillDto,
    max: MAX_CARDS,
    optional: true,
  })
  cards?: CardFillDto[];
}
