import { isObject, JsonObject } from '../graph/fields.js';
import { GraphError } from '../graph/graph.error.js';
import type { TemplateButton, TemplateComponent } from './template-catalogue.js';

const CODE_MAX_LENGTH = 15;
const PRODUCTS_MAX = 30;
const SECTIONS_MAX = 10;
const SECTION_TITLE_MAX_LENGTH = 24;

/** Types that cannot be sent without their parameter. */
const NEEDY: readonly TemplateButton['type'][] = ['COPY_CODE', 'FLOW', 'MPM'];

/** The words between braces, each once. */
export function wordsOf(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(/\{\{(\w+)\}\}/g), ([, word = '']) => word))];
}

/** Throws GraphError where a button lacks its parameter, or has one it cannot take. */
export function checkButtons(component: TemplateComponent | undefined, given: readonly JsonObject[]): void {
  const buttons = component?.buttons ?? [];
  for (const one of given) {
    if (one['type'] === 'button' && buttons[Number(one['index'])] === undefined) {
      throw new GraphError(132018, { details: `buttons: there is no button at index ${String(one['index'])}` });
    }
  }
  buttons.forEach((button, index) => {
    const filled = given.find((one) => one['type'] === 'button' && String(one['index']) === String(index));
    const parameters = filled?.['parameters'];
    const parameter: unknown = Array.isArray(parameters) ? parameters[0] : undefined;
    const isNeeded = NEEDY.includes(button.type) || (button.type === 'URL' && wordsOf(button.url ?? '').length > 0);
    if (isObject(parameter)) checkButton(button, String(filled?.['sub_type']), parameter, index);
    else if (isNeeded) {
      throw new GraphError(131008, {
        details: `buttons: Button at index ${index} of type ${button.type} requires a parameter`,
      });
    }
  });
}

function checkButton({ type }: TemplateButton, subType: string, parameter: JsonObject, index: number): void {
  if (subType.toUpperCase() !== type) throw wrong(`sub_type at index ${index} must be ${type.toLowerCase()}`);
  const code = parameter['coupon_code'];
  if (type === 'COPY_CODE' && (typeof code !== 'string' || code.length > CODE_MAX_LENGTH)) {
    throw wrong(`coupon_code at index ${index} is invalid`);
  }
  if (type !== 'FLOW' && type !== 'CATALOG' && type !== 'MPM') return;
  const action = parameter['action'];
  if (parameter['type'] !== 'action' || !isObject(action)) throw wrong(`action at index ${index} is missing`);
  if (type === 'FLOW') checkFlow(action, index);
  else checkProducts(type, action, index);
}

function checkFlow({ flow_token: token, flow_action_data: data }: JsonObject, index: number): void {
  if (token !== undefined && (typeof token !== 'string' || token === '')) throw wrong(`flow_token at index ${index}`);
  if (data !== undefined && !isObject(data)) throw wrong(`flow_action_data at index ${index}`);
}

function checkProducts(type: 'CATALOG' | 'MPM', action: JsonObject, index: number): void {
  if (typeof action['thumbnail_product_retailer_id'] !== 'string') {
    throw new GraphError(131008, { details: `thumbnail_product_retailer_id at index ${index} is required` });
  }
  if (type === 'CATALOG') return;
  const sections: unknown[] = Array.isArray(action['sections']) ? action['sections'] : [];
  const products = sections.flatMap((section) => {
    const { title, product_items: items } = isObject(section) ? section : {};
    const isTitle = typeof title === 'string' && title !== '' && Array.from(title).length <= SECTION_TITLE_MAX_LENGTH;
    if (!isTitle || !Array.isArray(items) || items.length === 0) throw wrong(`sections at index ${index}`);
    return items.map((item: unknown) => (isObject(item) ? item['product_retailer_id'] : undefined));
  });
  const isRange = sections.length >= 1 && sections.length <= SECTIONS_MAX && products.length <= PRODUCTS_MAX;
  if (!isRange || products.some((id) => typeof id !== 'string')) throw wrong(`sections at index ${index}`);
}

function wrong(what: string): GraphError {
  return new GraphError(132012, { details: `buttons: ${what} is invalid` });
}
