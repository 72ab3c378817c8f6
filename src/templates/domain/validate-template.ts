import type { FieldError } from '../../common/errors/api-error.js';
import type { LocalizedText } from '../../common/errors/localized-text.js';
import { codePointLength } from '../../common/validation/text-rules.js';
import { renderBody, renderHeader } from './render-template.js';
import { CardFill, TemplateFill, textOf, valuesOf } from './template-fill.js';
import { buttonErrors } from './validate-buttons.js';
import { placeholdersOf, StoredTemplate, TemplateCard, TemplateHeader, TemplateParts } from './template-parts.js';
import { NEEDED, NOT_IN_TEMPLATE, tooLong, valueProblem } from './template-values.js';

/** Meta's limits on a filled template (templates, components): in characters. */
const HEADER_MAX = 60;
const BODY_MAX = 1024;
/** Of a template that has nothing but a body. */
const BODY_ALONE_MAX = 32_768;
/** Of a card of a carousel. */
const CARD_BODY_MAX = 160;
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
  const { header, footer, buttons, cards } = parts;
  const isAlone = header === null && footer === null && buttons.length === 0 && cards.length === 0;
  return [
    ...cardErrors(template, { card: parts, fill, at }, isAlone ? BODY_ALONE_MAX : BODY_MAX),
    ...carouselErrors(template, cards, fill, `${at}cards`),
  ];
}

function carouselErrors(
  template: StoredTemplate,
  cards: readonly TemplateCard[],
  { cards: given = [] }: TemplateFill,
  at: string,
): FieldError[] {
  if (cards.length === 0 && given.length > 0) return [{ field: at, code: 'NOT_IN_TEMPLATE', message: NOT_IN_TEMPLATE }];
  if (cards.length !== given.length) return [{ field: at, code: 'NEEDED', message: cardsNeeded(cards.length) }];
  return cards.flatMap((card, index) =>
    cardErrors(template, { card, fill: given[index] ?? {}, at: `${at}[${index}].` }, CARD_BODY_MAX),
  );
}

function cardErrors(
  template: StoredTemplate,
  { card, fill, at }: { card: TemplateCard; fill: CardFill; at: string },
  bodyMax: number,
): FieldError[] {
  return [
    ...bodyErrors(card, fill, `${at}parameters`, bodyMax),
    ...headerErrors(card.header, fill, `${at}header`),
    ...buttonErrors(template, card.buttons, fill, `${at}buttons`),
  ];
}

function cardsNeeded(count: number): LocalizedText {
  return {
    en: `must have what fills in the ${count} cards of this template, in their order`,
    ru: `должно содержать данные для карточек этого шаблона по порядку, их ${count}`,
  };
}

function bodyErrors(parts: TemplateCard, fill: CardFill, at: string, limit: number): FieldError[] {
  const values = valuesOf(fill);
  const words = parts.parameters.flatMap(({ where, name, index }) =>
    where === 'body' ? [name ?? String(index ?? 0)] : [],
  );
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

function isNamed({ parameters }: CardFill): boolean {
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

function headerErrors(header: TemplateHeader | null, fill: CardFill, at: string): FieldError[] {
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
