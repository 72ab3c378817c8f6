import { applyDecorators } from '@nestjs/common';
import { Check, documented, presence } from '../../../common/validation/fields.js';

const WAMID = /^wamid\.[\x21-\x7e]{1,250}$/;

/** A message, by our id or by WhatsApp's. */
export function MessageRefField(description: string): PropertyDecorator {
  const doc = { description, example: 458, optional: true };
  return applyDecorators(
    documented<number | string>(doc, {
      oneOf: [
        { type: 'integer', format: 'int64', minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
        { type: 'string', pattern: '^wamid\\.', maxLength: 256 },
      ],
    }),
    presence(true),
    Check({
      code: 'MESSAGE_ID',
      test: (value) =>
        typeof value === 'string'
          ? WAMID.test(value)
          : typeof value === 'number' && Number.isSafeInteger(value) && value >= 1,
      message: {
        en: 'must be the id of a message or its wamid',
        ru: 'должно быть id сообщения или его wamid',
      },
    }),
  );
}
