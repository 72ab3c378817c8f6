import type { FieldError } from '../../common/errors/api-error.js';
import type { LocalizedText } from '../../common/errors/localized-text.js';
import { codePointLength } from '../../common/validation/text-rules.js';
import { renderBody, renderHeader } from './render-template.js';
import { buttonValue, TemplateFill, textOf, valuesOf } from './template-fill.js';
import { placeholdersOf, StoredTemplate, TemplateButton, TemplateHeader, TemplateParts } from './template-parts.js';
import { NEEDED, NOT_IN_TEMPLATE, tokenProblem, tooLong, valueProblem } from './template-values.js';

/** Meta's limits on a filled template (templates, components): in characters. */
const HEADER_MAX = 60;
const BODY_MAX = 1024;
/** Of a template that has nothing but a body. */
const BODY_ALONE_MAX = 32_768;
const URL_MAX = 2000;
const PAYLOAD_MAX = 256;
const CODE_MAX = 15;
/** A hostile key must not come back a megabyte long. */
const KEY_MAX = 64;

/**
 * Everything that is missing, too much or wrong in what a template is filled with, each named by its field. `at` stands in front of
 * the fields' names. Empty where Meta would take it.
 */
export function validateTemplate(
  template: StoredTemplate,
  parts: TemplateParts,
  fill: TemplateFill,
  at = '',
): FieldError[] {
  return [
    ...bodyErrors(parts, fill, `${at}parameters`),
    ...headerErrors(parts.header, fill, `${at}header`),
    ...buttonErrors(template, parts.buttons, fill, `${at}buttons`),
  ];
}

function bodyErrors(parts: TemplateParts, fill: TemplateFill, at: string): FieldError[] {
  const values = valuesOf(fill);
  const words = parts.parameters.flatMap(({ where, name, index }) =>
    where === 'body' ? [name ?? String(index ?? 0)] : [],
  );
  const { header, footer, buttons } = parts;
  const limit = header === null && footer === null && buttons.length === 0 ? BODY_ALONE_MAX : BODY_MAX;
  const isList = parts.parameters.some(({ where, name }) => where === 'body' && name === null)
    ? !isNamed(fill)
    : Array.isArray(fill.parameters);
  const fieldOf = (word: string): string =>
    isList && /^\d+$/.test(word) ? `${at}[${Number(word) - 1}]` : `${at}.${word.slice(0, KEY_MAX)}`;
  const errors: FieldError[] = words.flatMap((word) => {
    const field = fieldOf(word);
    if (!values.has(word)) return [{ field, code: 'NEEDED', message: NEEDED }];
    return valueProblem(values.get(word), field, limit) ?? [];
  });
  for (const word of values.keys()) {
    if (words.includes(word)) continue;
    errors.push({ field: fieldOf(word), code: 'NOT_IN_TEMPLATE', message: NOT_IN_TEMPLATE });
  }
  if (errors.length > 0 || codePointLength(renderBody(parts, fill)) <= limit) return errors;
  const longest = words.toSorted((a, b) => (textOf(values, b)?.length ?? 0) - (textOf(values, a)?.length ?? 0))[0];
  return [wholeTooLong(longest === undefined ? at : fieldOf(longest), limit)];
}

function isNamed({ parameters }: TemplateFill): boolean {
  return parameters !== undefined && !Array.isArray(parameters);
}

function wholeTooLong(field: string, limit: number): FieldError {
  return {
    field,
    code: 'LENGTH',
    message: {
      en: `is too long: filled in, the text may have at most ${limit} characters`,
      ru: `слишком длинное: заполненный текст не должен превышать ${limit} символов`,
    },
  };
}

function headerErrors(header: TemplateHeader | null, fill: TemplateFill, at: string): FieldError[] {
  const given = fill.header ?? {};
  const wanted = wantedOf(header);
  const errors: FieldError[] = [];
  for (const key of ['text', 'mediaUrl', 'location'] as const) {
    const field = `${at}.${key}`;
    if (given[key] !== undefined && key !== wanted) {
      errors.push({ field, code: 'NOT_IN_TEMPLATE', message: NOT_IN_TEMPLATE });
    }
    if (given[key] === undefined && key === wanted) errors.push({ field, code: 'NEEDED', message: NEEDED });
  }
  if (given.filename !== undefined && header?.format !== 'document') {
    errors.push({ field: `${at}.filename`, code: 'NOT_IN_TEMPLATE', message: NOT_IN_TEMPLATE });
  }
  if (header === null || wanted !== 'text' || given.text === undefined) return errors;
  const problem = valueProblem(given.text, `${at}.text`, HEADER_MAX);
  if (problem !== undefined) return [...errors, problem];
  const isTooLong = codePointLength(renderHeader(header, fill) ?? '') > HEADER_MAX;
  return isTooLong ? [...errors, tooLong(`${at}.text`, HEADER_MAX)] : errors;
}

function wantedOf(header: TemplateHeader | null): 'text' | 'mediaUrl' | 'location' | undefined {
  if (header === null || header.format === 'other') return undefined;
  if (header.format === 'text') return placeholdersOf(header.text ?? '').length > 0 ? 'text' : undefined;
  return header.format === 'location' ? 'location' : 'mediaUrl';
}

function buttonErrors(
  template: StoredTemplate,
  buttons: readonly TemplateButton[],
  fill: TemplateFill,
  at: string,
): FieldError[] {
  const errors: FieldError[] = [];
  const seen = new Set<number>();
  (fill.buttons ?? []).forEach(({ index, value }, place) => {
    const button = buttons[index];
    if (button === undefined || !takesValue(button) || seen.has(index)) {
      errors.push({ field: `${at}[${place}].index`, code: 'NOT_IN_TEMPLATE', message: NOT_IN_TEMPLATE });
    } else {
      errors.push(...buttonProblems(button, value, `${at}[${place}].value`));
    }
    seen.add(index);
  });
  buttons.forEach((button, index) => {
    if (!needsValue(template, button) || buttonValue(fill, index) !== undefined) return;
    errors.push({ field: at, code: 'NEEDED', message: buttonNeeded(index) });
  });
  return errors;
}

function takesValue({ type, url }: TemplateButton): boolean {
  return type === 'quick_reply' || type === 'copy_code' || (type === 'url' && placeholdersOf(url ?? '').length > 0);
}

/** The button of a one-time password carries the code of the body: nobody has to give it twice. */
function needsValue({ category }: StoredTemplate, button: TemplateButton): boolean {
  return button.type !== 'quick_reply' && takesValue(button) && category !== 'AUTHENTICATION';
}

function buttonProblems({ type, url }: TemplateButton, value: string, field: string): FieldError[] {
  if (type === 'quick_reply') return listOf(valueProblem(value, field, PAYLOAD_MAX));
  if (type === 'copy_code') return listOf(tokenProblem(value, field, CODE_MAX));
  const fixed = codePointLength((url ?? '').replace(/\{\{.*?\}\}/, ''));
  return listOf(tokenProblem(value, field, Math.max(1, URL_MAX - fixed)));
}

function listOf(problem: FieldError | undefined): FieldError[] {
  return problem === undefined ? [] : [problem];
}

function buttonNeeded(index: number): LocalizedText {
  return {
    en: `must have a value for the button with the index ${index}`,
    ru: `должно содержать значение для кнопки с индексом ${index}`,
  };
}
