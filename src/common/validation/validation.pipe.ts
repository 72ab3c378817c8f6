import { ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { ApiError, FieldError } from '../errors/api-error.js';
import { LocalizedText } from '../errors/localized-text.js';

export const UNKNOWN_FIELD: LocalizedText = {
  en: 'is not a field of this request',
  ru: 'не является полем этого запроса',
};
const NOT_OBJECT: LocalizedText = { en: 'must be a JSON object', ru: 'должно быть JSON-объектом' };
const WRONG: LocalizedText = { en: 'is wrong', ru: 'заполнено неверно' };
/** How many fields the sentence names; the list in `errors` names more. */
const NAMED_IN_SENTENCE = 3;
/** A name we repeat comes from the request: it is cut, so that an error stays small. */
const MAX_NAME = 64;

/** Validates bodies and queries by their DTO: unknown keys are errors, nothing is converted by itself. */
@Injectable()
export class RequestValidationPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      exceptionFactory: (errors) => validationError(errors.flatMap((error) => toFieldErrors(error, ''))),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    // Nest would turn a single parameter declared as a number into one, "0x10" and "1e3" included, before its own pipe sees the text.
    if (metadata.data !== undefined && metadata.type !== 'body') return value;
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (
      metadata.type === 'body' &&
      metadata.metatype !== undefined &&
      metadata.metatype !== Buffer &&
      !isObject &&
      value !== undefined
    ) {
      throw validationError([{ field: 'body', code: 'OBJECT', message: NOT_OBJECT }]);
    }
    return super.transform(value, metadata);
  }
}

/** A 400 that names its fields, in the sentence and in the list. */
export function validationError(errors: FieldError[]): ApiError {
  const sentence = (language: keyof LocalizedText): string =>
    errors
      .slice(0, NAMED_IN_SENTENCE)
      .map((error) => `${error.field} ${error.message[language]}`)
      .join('; ');
  return new ApiError('VALIDATION', { errors, detail: { en: `${sentence('en')}.`, ru: `${sentence('ru')}.` } });
}

/** A field of a field is named as JavaScript would reach it: `a.b[0].c`. */
function toFieldErrors(error: ValidationError, parent: string): FieldError[] {
  const name = error.property.slice(0, MAX_NAME);
  // No DTO has a field named like a number; a stranger's may be.
  const isItem = /^\d+$/.test(name) && parent !== '' && error.constraints?.['whitelistValidation'] === undefined;
  const field = isItem ? `${parent}[${name}]` : parent === '' ? name : `${parent}.${name}`;
  const own = Object.keys(error.constraints ?? {}).map((code): FieldError => {
    if (code === 'whitelistValidation') return { field, code: 'UNKNOWN', message: UNKNOWN_FIELD };
    const context: unknown = error.contexts?.[code];
    return { field, code, message: isLocalized(context) ? context : WRONG };
  });
  // One sentence per field: the first rule that failed explains the others, also those of what is in it.
  if (own.length > 0) return own.slice(0, 1);
  return (error.children ?? []).flatMap((child) => toFieldErrors(child, field));
}

function isLocalized(value: unknown): value is LocalizedText {
  return typeof value === 'object' && value !== null && 'en' in value && 'ru' in value;
}
