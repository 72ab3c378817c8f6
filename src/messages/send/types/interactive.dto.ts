import { EnumField, ObjectField, PatternField, TextField } from '../../../common/validation/fields.js';
import { FreeObjectField, ObjectListField } from '../../../common/validation/nested-fields.js';
import { FILENAME_MAX_LENGTH, INTERACTIVE_LIMITS as LIMITS } from '../../../waba-gateway/protocol/limits.js';
import { WebUrlField } from './link-field.js';

export const INTERACTIVE_TYPES = [
  'button',
  'list',
  'cta_url',
  'location_request_message',
  'flow',
  'request_contact_info',
] as const;
export type InteractiveType = (typeof INTERACTIVE_TYPES)[number];

export const ACTION_NAMES = ['cta_url', 'send_location', 'flow', 'request_contact_info'] as const;

/** Ids come back in the customer's answer; Meta takes none with space around it. */
function ReplyIdField(description: string, example: string, max: number): PropertyDecorator {
  return PatternField({
    description,
    example,
    code: 'REPLY_ID',
    schema: { minLength: 1, maxLength: max },
    test: (text) =>
      text === text.trim() &&
      text.isWellFormed() &&
      !/\p{Cc}/u.test(text) &&
      text !== '' &&
      Array.from(text).length <= max,
    message: {
      en: `must have 1 to ${max} characters, without spaces around it`,
      ru: `должно содержать от 1 до ${max} символов, без пробелов по краям`,
    },
  });
}

export const HEADER_TYPES = ['text', 'image', 'video', 'document'] as const;
const MAX_URL_LENGTH = 2048;

export class InteractiveHeaderDto {
  @EnumField({
    description: 'What stands above the text; a file only of `button` and `cta_url`.',
    example: 'text',
    values: HEADER_TYPES,
  })
  type!: (typeof HEADER_TYPES)[number];

  @TextField({ description: 'Of a `text`: the words.', example: 'Заказ #12345', max: LIMITS.header, optional: true })
  text?: string;

  @PatternField({
    description: 'Of a file: where we fetch it; a public https URL.',
    example: 'https://example.com/photo.jpg',
    optional: true,
    code: 'MEDIA_URL',
    schema: { format: 'uri', maxLength: MAX_URL_LENGTH },
    test: (text) => text.length > 0 && text.length <= MAX_URL_LENGTH,
    message: { en: 'must be a URL', ru: 'должно быть URL' },
  })
  mediaUrl?: string;

  @TextField({
    description: 'Of a `document`: its name on the customer’s phone, with its extension.',
    example: 'invoice_12345.pdf',
    max: FILENAME_MAX_LENGTH,
    optional: true,
  })
  filename?: string;
}

export class InteractiveBodyDto {
  @TextField({
    description: 'The text: at most 1,024 characters, in a `list` 4,096.',
    example: 'Когда удобно получить заказ?',
    max: LIMITS.listBody,
  })
  text!: string;
}

export class InteractiveFooterDto {
  @TextField({ description: 'The words.', example: 'Магазин на Абая', max: LIMITS.footer })
  text!: string;
}

export class InteractiveReplyDto {
  @ReplyIdField('What comes back when it is pressed; each button has its own.', 'today', LIMITS.buttonId)
  id!: string;

  @TextField({ description: 'What stands on it; each button has its own.', example: 'Сегодня', max: LIMITS.label })
  title!: string;
}

export class InteractiveButtonDto {
  @EnumField({ description: 'Always `reply`.', example: 'reply', values: ['reply'] })
  type!: 'reply';

  @ObjectField({ description: 'The button.', type: () => InteractiveReplyDto })
  reply!: InteractiveReplyDto;
}

export class InteractiveRowDto {
  @ReplyIdField('What comes back when it is chosen; each row of the list has its own.', 'pickup', LIMITS.rowId)
  id!: string;

  @TextField({ description: 'Its name.', example: 'Самовывоз', max: LIMITS.rowTitle })
  title!: string;

  @TextField({
    description: 'What stands under it.',
    example: 'пр. Абая, 10',
    max: LIMITS.rowDescription,
    optional: true,
  })
  description?: string;
}

export class InteractiveSectionDto {
  @TextField({
    description: 'Its name; needed where there are two or more.',
    example: 'Доставка',
    max: LIMITS.rowTitle,
    optional: true,
  })
  title?: string;

  @ObjectListField({
    description: 'What can be chosen; the whole list has at most 10.',
    type: () => InteractiveRowDto,
    max: LIMITS.rows,
  })
  rows!: InteractiveRowDto[];
}

export class FlowPayloadDto {
  @TextField({ description: 'Id of the first screen.', example: 'ADDRESS', max: LIMITS.flowText })
  screen!: string;

  @FreeObjectField({
    description: 'What that screen begins with; not empty.',
    example: { order: '12345' },
    optional: true,
  })
  data?: Record<string, unknown>;
}

/** Of `cta_url` and `flow`. */
export class InteractiveParametersDto {
  @TextField({
    description: 'Of `cta_url`: what stands on the button.',
    example: 'Открыть',
    max: LIMITS.label,
    optional: true,
  })
  display_text?: string;

  @WebUrlField('Of `cta_url`: the page it opens.', 'https://example.com/orders/12345', true)
  url?: string;

  @EnumField({ description: 'Of `flow`: always `3`.', example: '3', values: ['3'], optional: true })
  flow_message_version?: '3';

  @TextField({
    description: 'Of `flow`: its id; else `flow_name`.',
    example: '1234567890',
    max: LIMITS.flowText,
    optional: true,
  })
  flow_id?: string;

  @TextField({
    description: 'Of `flow`: its name; else `flow_id`.',
    example: 'address',
    max: LIMITS.flowText,
    optional: true,
  })
  flow_name?: string;

  @TextField({
    description: 'Of `flow`: what stands on the button.',
    example: 'Заполнить',
    max: LIMITS.flowCta,
    optional: true,
  })
  flow_cta?: string;

  @TextField({
    description: 'Of `flow`: comes back in the answer.',
    example: 'order-12345',
    max: LIMITS.flowText,
    optional: true,
  })
  flow_token?: string;

  @EnumField({
    description: 'Of `flow`: `draft` tries out one that is not published.',
    example: 'published',
    values: ['draft', 'published'],
    optional: true,
  })
  mode?: 'draft' | 'published';

  @EnumField({
    description: 'Of `flow`: how it begins.',
    example: 'navigate',
    values: ['navigate', 'data_exchange'],
    optional: true,
  })
  flow_action?: 'navigate' | 'data_exchange';

  @ObjectField({
    description: 'Of `flow` with `navigate`: its first screen.',
    type: () => FlowPayloadDto,
    optional: true,
  })
  flow_action_payload?: FlowPayloadDto;
}

/** What the customer can do; which keys belong to which type see `InteractiveDto`. */
export class InteractiveActionDto {
  @ObjectListField({
    description: 'Of `button`.',
    type: () => InteractiveButtonDto,
    max: LIMITS.buttons,
    optional: true,
  })
  buttons?: InteractiveButtonDto[];

  @TextField({ description: 'Of `list`: what opens it.', example: 'Выбрать', max: LIMITS.label, optional: true })
  button?: string;

  @ObjectListField({
    description: 'Of `list`.',
    type: () => InteractiveSectionDto,
    max: LIMITS.sections,
    optional: true,
  })
  sections?: InteractiveSectionDto[];

  @EnumField({
    description: 'Of the other types: `send_location` for `location_request_message`, else the type’s own name.',
    example: 'cta_url',
    values: ACTION_NAMES,
    optional: true,
  })
  name?: (typeof ACTION_NAMES)[number];

  @ObjectField({ description: 'Of `cta_url` and `flow`.', type: () => InteractiveParametersDto, optional: true })
  parameters?: InteractiveParametersDto;
}

export class InteractiveDto {
  @EnumField({ description: 'What is asked of the customer.', example: 'button', values: INTERACTIVE_TYPES })
  type!: InteractiveType;

  @ObjectField({
    description: 'Above the text; not of `location_request_message` and `request_contact_info`.',
    type: () => InteractiveHeaderDto,
    optional: true,
  })
  header?: InteractiveHeaderDto;

  @ObjectField({ description: 'The text.', type: () => InteractiveBodyDto })
  body!: InteractiveBodyDto;

  @ObjectField({
    description: 'Under the text, small; not of `location_request_message` and `request_contact_info`.',
    type: () => InteractiveFooterDto,
    optional: true,
  })
  footer?: InteractiveFooterDto;

  @ObjectField({ description: 'What the customer can do.', type: () => InteractiveActionDto })
  action!: InteractiveActionDto;
}
