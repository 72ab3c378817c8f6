import { PatternField } from '../../../common/validation/fields.js';
import { TemplateFillDto } from '../../../templates/domain/template-fill.dto.js';
import type { SendType } from './send-type.js';

export class TemplateMessageDto extends TemplateFillDto {
  @PatternField({
    description: 'Its name, as `GET templates` has it.',
    example: 'order_ready',
    code: 'TEMPLATE_NAME',
    schema: { pattern: '^[a-z0-9_]{1,512}$' },
    test: (text) => /^[a-z0-9_]{1,512}$/.test(text),
    message: {
      en: 'must have 1 to 512 small letters, digits and _',
      ru: 'должно содержать от 1 до 512 строчных латинских букв, цифр и _',
    },
  })
  name!: string;

  @PatternField({
    description: 'Its language, as `GET templates` has it.',
    example: 'ru',
    code: 'LANGUAGE',
    schema: { pattern: '^[A-Za-z_]{2,15}$' },
    test: (text) => /^[A-Za-z_]{2,15}$/.test(text),
    message: { en: 'must be a language such as ru or en_US', ru: 'должно быть языком, например ru или en_US' },
  })
  language!: string;
}

/** Composed of the stored template when the chat is known: see `template-sends.service.ts`. */
export const TEMPLATE: SendType<TemplateMessageDto> = {
  fields: { replyTo: 'optional' },
  payload: {},
  example: {
    summary: 'Template, also outside the service window',
    value: {
      type: 'template',
      template: { name: 'order_ready', language: 'ru', parameters: { customer: 'Айгуль', order: '12345' } },
    },
  },
};
