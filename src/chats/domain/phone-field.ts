import { PatternField } from '../../common/validation/fields.js';
import { parsePhone } from './phone-number.js';

/** A customer's number, kept as the text it came as. */
export function PhoneField(): PropertyDecorator {
  return PatternField({
    description:
      'The customer’s number in international format, 7 to 15 digits with the country code; spaces, `+`, `-`, `(`, `)` and a leading `00` are left out.',
    example: '+7 (701) 123-45-67',
    code: 'PHONE',
    schema: { minLength: 7, maxLength: 40 },
    test: (text) => text.length <= 40 && parsePhone(text) !== undefined,
    message: {
      en: 'must be a phone number in international format such as +7 (701) 123-45-67',
      ru: 'должно быть номером телефона в международном формате, например +7 (701) 123-45-67',
    },
  });
}
