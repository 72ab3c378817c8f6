import { PatternField } from '../../../common/validation/fields.js';

const MAX_LENGTH = 2000;

/** A page the customer opens. We never fetch it, so that nothing but its form is of interest. */
export function WebUrlField(description: string, example: string, optional?: boolean): PropertyDecorator {
  return PatternField({
    description,
    example,
    ...(optional === undefined ? {} : { optional }),
    code: 'URL',
    schema: { format: 'uri', maxLength: MAX_LENGTH },
    test: isWebUrl,
    message: { en: 'must be an http or https URL', ru: 'должно быть URL с http или https' },
  });
}

function isWebUrl(text: string): boolean {
  return text.length <= MAX_LENGTH && /^https?:\/\/[^\s\p{Cc}]+$/iu.test(text) && URL.canParse(text);
}
