import { isObject, JsonObject } from '../graph/fields.js';
import { GraphError } from '../graph/graph.error.js';
import { checkButtons, wordsOf } from './check-buttons.js';
import type { SimulatedTemplate, TemplateComponent } from './template-catalogue.js';

const BODY_MAX_LENGTH = 1024;
const HEADER_MAX_LENGTH = 60;
const CARD_BODY_MAX_LENGTH = 160;

/** Checks the components of a send against the template, in Meta's order and with Meta's codes. Throws GraphError. */
export function checkTemplate(template: SimulatedTemplate, given: unknown): void {
  assertSendable(template);
  const components = (Array.isArray(given) ? given : []).filter(isObject);
  const isNamed = template.parameter_format === 'NAMED';
  checkText(template, parametersOf(components, 'body'), isNamed);
  checkHeader(component(template, 'HEADER'), parametersOf(components, 'header'), isNamed);
  checkButtons(component(template, 'BUTTONS'), components);
  checkCards(component(template, 'CAROUSEL')?.cards ?? [], components, isNamed);
}

type Components = Pick<SimulatedTemplate, 'components'>;

/** A carousel is filled in whole: each card under its index. */
function checkCards(cards: readonly Components[], components: readonly JsonObject[], isNamed: boolean): void {
  const carousel = components.find((one) => String(one['type']).toLowerCase() === 'carousel');
  const given = (Array.isArray(carousel?.['cards']) ? carousel['cards'] : []).filter(isObject);
  if (given.length !== cards.length) {
    throw new GraphError(132000, {
      details: `carousel: number of cards (${given.length}) does not match the expected number of cards (${cards.length})`,
    });
  }
  cards.forEach((card, index) => {
    const filled = given.find((one) => one['card_index'] === index)?.['components'];
    const parts = (Array.isArray(filled) ? filled : []).filter(isObject);
    checkText(card, parametersOf(parts, 'body'), isNamed, CARD_BODY_MAX_LENGTH);
    checkHeader(component(card, 'HEADER'), parametersOf(parts, 'header'), isNamed);
    checkButtons(component(card, 'BUTTONS'), parts);
  });
}

function assertSendable({ status, name, language }: SimulatedTemplate): void {
  if (status === 'PAUSED') throw new GraphError(132015, { details: `template (${name}) is paused` });
  if (status === 'DISABLED') throw new GraphError(132016, { details: `template (${name}) is disabled` });
  if (status === 'APPROVED') return;
  throw new GraphError(132001, { details: `template name (${name}) does not exist in ${language}` });
}

function component({ components }: Components, type: TemplateComponent['type']): TemplateComponent | undefined {
  return components.find((one) => one.type === type);
}

function parametersOf(components: readonly JsonObject[], type: string): readonly JsonObject[] {
  const parameters = components.find((one) => String(one['type']).toLowerCase() === type)?.['parameters'];
  return (Array.isArray(parameters) ? parameters : []).filter(isObject);
}

function checkText(template: Components, given: readonly JsonObject[], isNamed: boolean, max = BODY_MAX_LENGTH): void {
  const { text = '' } = component(template, 'BODY') ?? {};
  assertMatch('body', wordsOf(text), given, isNamed);
  const length = given.reduce((sum, { text: value }) => sum + Array.from(String(value)).length, 0);
  const isAlone = template.components.length === 1;
  if (length + text.length > (isAlone ? 32_768 : max)) {
    throw new GraphError(132005, { details: `body: Translated text too long` });
  }
}

function assertMatch(where: string, words: readonly string[], given: readonly JsonObject[], isNamed: boolean): void {
  if (given.length !== words.length) {
    throw new GraphError(132000, {
      details: `${where}: number of localizable_params (${given.length}) does not match the expected number of params (${words.length})`,
    });
  }
  for (const parameter of given) {
    const { type, text, parameter_name: name } = parameter;
    if (type !== 'text') throw new GraphError(132012, { details: `${where}: expected text, received ${String(type)}` });
    if (isNamed && !words.includes(String(name))) {
      throw new GraphError(100, { details: 'Parameter name is missing or empty' });
    }
    if (typeof text !== 'string' || text === '') throw GraphError.missing(`${where} text`);
    if (/[\n\t]| {5}/.test(text)) {
      throw new GraphError(132018, {
        details: 'Param text cannot have new-line/tab characters or more than 4 consecutive spaces',
      });
    }
  }
}

function checkHeader(header: TemplateComponent | undefined, given: readonly JsonObject[], isNamed: boolean): void {
  if (header === undefined || header.format === 'TEXT') {
    assertMatch('header', wordsOf(header?.text ?? ''), given, isNamed);
    if (given.some(({ text }) => Array.from(String(text)).length + (header?.text ?? '').length > HEADER_MAX_LENGTH)) {
      throw new GraphError(132005, { details: 'header: Translated text too long' });
    }
    return;
  }
  const format = String(header.format).toLowerCase();
  const [parameter] = given;
  if (parameter?.['type'] !== format) {
    throw new GraphError(132012, {
      details: `header: Format mismatch, expected ${format.toUpperCase()}, received ${typeof parameter?.['type'] === 'string' ? parameter['type'].toUpperCase() : 'UNKNOWN'}`,
    });
  }
  const content = parameter[format];
  const keys = format === 'location' ? ['latitude', 'longitude'] : ['id', 'link'];
  if (!isObject(content) || keys.every((key) => content[key] === undefined)) {
    throw GraphError.missing(`template['components']['header']['${format}']`);
  }
}
