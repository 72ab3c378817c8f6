import type { FieldError } from '../../common/errors/api-error.js';
import type { LocalizedText } from '../../common/errors/localized-text.js';
import { codePointLength, hasControlCharacters, isBlank } from '../../common/validation/text-rules.js';

export const NEEDED: LocalizedText = {
  en: 'is needed for this template',
  ru: 'обязательно для этого шаблона',
};
export const NOT_IN_TEMPLATE: LocalizedText = {
  en: 'is not in this template',
  ru: 'нет в этом шаблоне',
};
const NOT_TEXT: LocalizedText = { en: 'must be a text that is not blank', ru: 'должно быть непустым текстом' };
const CHARACTERS: LocalizedText = {
  en: 'must not contain control characters or broken surrogate pairs',
  ru: 'не должно содержать управляющих символов и разорванных суррогатных пар',
};
const ONE_LINE: LocalizedText = {
  en: 'must not contain line breaks, tabs or more than 4 spaces in a row: WhatsApp refuses them in a template',
  ru: 'не должно содержать переносов строк, табуляций и более 4 пробелов подряд: WhatsApp не принимает их в шаблоне',
};

/** Line breaks of every kind, tabs, and a fifth space. */
const BREAKS = /[\n\r\t\v\f\u0085\u2028\u2029]| {5}/;
const WHITE_SPACE = /\s/;
const NO_SPACE: LocalizedText = { en: 'must not contain spaces', ru: 'не должно содержать пробелов' };

/** Why a value may not be put into a template's text; undefined where it may. */
export function valueProblem(value: unknown, field: string, maxLength: number): FieldError | undefined {
  if (typeof value !== 'string' || isBlank(value)) return { field, code: 'TEXT', message: NOT_TEXT };
  if (BREAKS.test(value)) return { field, code: 'LINE_BREAKS', message: ONE_LINE };
  if (!value.isWellFormed() || hasControlCharacters(value)) return { field, code: 'CHARACTERS', message: CHARACTERS };
  return codePointLength(value) > maxLength ? tooLong(field, maxLength) : undefined;
}

/** The same of what becomes part of a link or is copied. */
export function tokenProblem(value: string, field: string, maxLength: number): FieldError | undefined {
  const problem = valueProblem(value, field, maxLength);
  if (problem !== undefined || !WHITE_SPACE.test(value)) return problem;
  return { field, code: 'SPACES', message: NO_SPACE };
}

export function tooLong(field: string, maxLength: number): FieldError {
  return {
    field,
    code: 'LENGTH',
    message: {
      en: `must have at most ${maxLength} characters`,
      ru: `не должно превышать ${maxLength} символов`,
    },
  };
}
