import type { FieldError } from '../../common/errors/api-error.js';
import type { LocalizedText } from '../../common/errors/localized-text.js';
import { codePointLength } from '../../common/validation/text-rules.js';
import { buttonFill, CardFill, ProductSection, TemplateButtonFill } from './template-fill.js';
import { ButtonType, placeholdersOf, StoredTemplate, TemplateButton } from './template-parts.js';
import { NEEDED, NOT_IN_TEMPLATE, tokenProblem, valueProblem } from './template-values.js';

/** Meta's limits on what buttons are filled with, in characters. */
const URL_MAX = 2000;
const PAYLOAD_MAX = 256;
const CODE_MAX = 15;
const FLOW_TOKEN_MAX = 200;
const PRODUCT_ID_MAX = 100;
const SECTION_TITLE_MAX = 24;
/** Of a list of products, in all its sections. */
const PRODUCTS_MAX = 30;

/** What of a button's filling goes with its type. */
type Taken = readonly (keyof TemplateButtonFill)[];
const TAKES: Readonly<Record<ButtonType, Taken>> = {
  quick_reply: ['value'],
  url: ['value'],
  copy_code: ['value'],
  flow: ['value', 'data'],
  catalog: ['value'],
  mpm: ['value', 'sections'],
  otp: [],
  phone_number: [],
  other: [],
};

/** Everything that is wrong with how the buttons of a template, or of one of its cards, are filled in. */
export function buttonErrors(
  template: StoredTemplate,
  buttons: readonly TemplateButton[],
  fill: CardFill,
  at: string,
): FieldError[] {
  const errors: FieldError[] = [];
  const seen = new Set<number>();
  (fill.buttons ?? []).forEach((given, place) => {
    const { index } = given;
    const button = buttons[index];
    if (button === undefined || takenBy(button).length === 0 || seen.has(index)) {
      errors.push({ field: `${at}[${place}].index`, code: 'NOT_IN_TEMPLATE', message: NOT_IN_TEMPLATE });
    } else {
      errors.push(...fillErrors(button, given, `${at}[${place}]`));
    }
    seen.add(index);
  });
  buttons.forEach((button, index) => {
    if (!isNeeded(template, button) || buttonFill(fill, index) !== undefined) return;
    errors.push({ field: at, code: 'NEEDED', message: buttonNeeded(index) });
  });
  return errors;
}

function takenBy({ type, url }: TemplateButton): Taken {
  return type === 'url' && placeholdersOf(url ?? '').length === 0 ? [] : TAKES[type];
}

/** The button of a one-time password carries the code of the body: nobody has to give it twice. */
function isNeeded({ category }: StoredTemplate, button: TemplateButton): boolean {
  const { type } = button;
  if (type === 'mpm') return true;
  return (type === 'url' || type === 'copy_code') && takenBy(button).length > 0 && category !== 'AUTHENTICATION';
}

function fillErrors(button: TemplateButton, given: TemplateButtonFill, at: string): FieldError[] {
  const taken = takenBy(button);
  const errors: FieldError[] = (['value', 'data', 'sections'] as const)
    .filter((key) => given[key] !== undefined && !taken.includes(key))
    .map((key) => ({ field: `${at}.${key}`, code: 'NOT_IN_TEMPLATE', message: NOT_IN_TEMPLATE }));
  const { value, sections } = given;
  if (value !== undefined) errors.push(...valueErrors(button, value, `${at}.value`));
  else if (button.type !== 'flow') errors.push({ field: `${at}.value`, code: 'NEEDED', message: NEEDED });
  return button.type === 'mpm' ? [...errors, ...sectionErrors(sections, `${at}.sections`)] : errors;
}

function valueErrors({ type, url }: TemplateButton, value: string, field: string): FieldError[] {
  if (type === 'quick_reply') return listOf(valueProblem(value, field, PAYLOAD_MAX));
  if (type === 'copy_code') return listOf(tokenProblem(value, field, CODE_MAX));
  if (type === 'flow') return listOf(valueProblem(value, field, FLOW_TOKEN_MAX));
  if (type === 'catalog' || type === 'mpm') return listOf(valueProblem(value, field, PRODUCT_ID_MAX));
  const fixed = codePointLength((url ?? '').replace(/\{\{.*?\}\}/, ''));
  return listOf(tokenProblem(value, field, Math.max(1, URL_MAX - fixed)));
}

function sectionErrors(sections: readonly ProductSection[] | undefined, at: string): FieldError[] {
  if (sections === undefined) return [{ field: at, code: 'NEEDED', message: NEEDED }];
  const errors = sections.flatMap(({ title, products }, index) => [
    ...listOf(valueProblem(title, `${at}[${index}].title`, SECTION_TITLE_MAX)),
    ...products.flatMap((id, place) => listOf(valueProblem(id, `${at}[${index}].products[${place}]`, PRODUCT_ID_MAX))),
  ]);
  const count = sections.reduce((sum, { products }) => sum + products.length, 0);
  return count > PRODUCTS_MAX ? [...errors, { field: at, code: 'LIST', message: TOO_MANY_PRODUCTS }] : errors;
}

function listOf(problem: FieldError | undefined): FieldError[] {
  return problem === undefined ? [] : [problem];
}

const TOO_MANY_PRODUCTS: LocalizedText = {
  en: `must have at most ${PRODUCTS_MAX} products in all`,
  ru: `должно содержать не больше ${PRODUCTS_MAX} товаров всего`,
};

function buttonNeeded(index: number): LocalizedText {
  return {
    en: `must have a value for the button with the index ${index}`,
    ru: `должно содержать значение для кнопки с индексом ${index}`,
  };
}
