import { asArray, asObject, asText, JsonObject } from '../../waba-gateway/protocol/json-fields.js';
import type { ParameterFormat } from '../../waba-gateway/protocol/template-item.js';

/** What a template is made of, as Meta stores it. */
export interface StoredTemplate {
  name: string;
  language: string;
  category: string;
  parameterFormat: ParameterFormat;
  components: readonly Record<string, unknown>[];
}

export const HEADER_FORMATS = ['text', 'image', 'video', 'document', 'location', 'other'] as const;
export type HeaderFormat = (typeof HEADER_FORMATS)[number];

export const BUTTON_TYPES = [
  'quick_reply',
  'url',
  'phone_number',
  'copy_code',
  'otp',
  'flow',
  'catalog',
  'mpm',
  'other',
] as const;
export type ButtonType = (typeof BUTTON_TYPES)[number];

export interface TemplateHeader {
  format: HeaderFormat;
  text: string | null;
}

export interface TemplateButton {
  type: ButtonType;
  text: string | null;
  url: string | null;
  phone: string | null;
  example: string | null;
}

/** A place to be filled in. Those of the body come by name or number, a header has one at most, a button is named by its index. */
export interface TemplateParameter {
  where: 'header' | 'body' | 'button';
  /** Of a named parameter. */
  name: string | null;
  /** Of a positional one, from 1; of a button, which one it is, from 0. */
  index: number | null;
  example: string | null;
}

/** What can be filled in together: the message, or one card of a carousel. */
export interface TemplateCard {
  header: TemplateHeader | null;
  body: string;
  buttons: TemplateButton[];
  parameters: TemplateParameter[];
}

export interface TemplateParts extends TemplateCard {
  footer: string | null;
  /** Of a carousel, in their order. */
  cards: TemplateCard[];
}

/** Meta allows ten; a hostile answer must not make more of them. */
const CARDS_MAX = 10;

const PLACEHOLDER = /\{\{\s*([A-Za-z0-9_]{1,128})\s*\}\}/g;

/** The words between the braces of a text, each once, in the order they come. */
export function placeholdersOf(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(PLACEHOLDER), ([, word = '']) => word))];
}

/** Puts values in for placeholders, in one pass: what looks like a placeholder in a value stays as it is. */
export function fillIn(text: string, valueOf: (word: string) => string | undefined): string {
  return text.replace(PLACEHOLDER, (whole, word: string) => valueOf(word) ?? whole);
}

/** Reads Meta's components. Total: what is not as it should be is left out. */
export function partsOf({ components, parameterFormat }: StoredTemplate): TemplateParts {
  const footer = asText(componentOf(components, 'FOOTER')?.text) ?? null;
  const cards = (asArray(componentOf(components, 'CAROUSEL')?.cards) ?? []).slice(0, CARDS_MAX).map((card) => {
    const pieces = asArray(asObject(card)?.components) ?? [];
    return cardOf(
      pieces.map(asObject).filter((component) => component !== undefined),
      parameterFormat,
    );
  });
  return { ...cardOf(components, parameterFormat), footer, cards };
}

function cardOf(components: readonly JsonObject[], parameterFormat: ParameterFormat): TemplateCard {
  const header = componentOf(components, 'HEADER');
  const body = componentOf(components, 'BODY');
  const bodyText = asText(body?.text) ?? '';
  const buttons = (asArray(componentOf(components, 'BUTTONS')?.buttons) ?? []).flatMap((button) => readButton(button));
  const readHeader = header === undefined ? null : toHeader(header);
  const parameters = [
    ...headerParameters(header, readHeader, parameterFormat),
    ...bodyParameters(body, bodyText, parameterFormat),
    ...buttons.flatMap((button, index) => buttonParameter(button, index)),
  ];
  return { header: readHeader, body: bodyText, buttons, parameters };
}

function componentOf(components: readonly JsonObject[], type: string): JsonObject | undefined {
  return components.find((component) => String(component.type).toUpperCase() === type);
}

function toHeader(header: JsonObject): TemplateHeader {
  const word = (asText(header.format) ?? 'TEXT').toLowerCase();
  const format = HEADER_FORMATS.find((known) => known === word) ?? 'other';
  return { format, text: format === 'text' ? (asText(header.text) ?? '') : null };
}

function readButton(piece: unknown): TemplateButton[] {
  const button = asObject(piece);
  if (button === undefined) return [];
  const word = String(button.type).toLowerCase();
  const example = asText(asArray(button.example)?.[0]) ?? asText(button.example) ?? null;
  return [
    {
      type: BUTTON_TYPES.find((known) => known === word) ?? 'other',
      text: asText(button.text) ?? null,
      url: asText(button.url) ?? null,
      phone: asText(button.phone_number) ?? null,
      example,
    },
  ];
}

function headerParameters(
  component: JsonObject | undefined,
  header: TemplateHeader | null,
  format: ParameterFormat,
): TemplateParameter[] {
  if (header === null) return [];
  if (header.format !== 'text') return [{ where: 'header', name: null, index: null, example: null }];
  const [word] = placeholdersOf(header.text ?? '');
  if (word === undefined) return [];
  const example = asObject(component?.example);
  const named = format === 'named';
  return [
    {
      where: 'header',
      name: named ? word : null,
      index: named ? null : 1,
      example: named
        ? namedExample(example?.header_text_named_params, word)
        : (asText(asArray(example?.header_text)?.[0]) ?? null),
    },
  ];
}

function bodyParameters(component: JsonObject | undefined, text: string, format: ParameterFormat): TemplateParameter[] {
  const example = asObject(component?.example);
  const words = placeholdersOf(text);
  if (format === 'named') {
    return words.map((name) => ({
      where: 'body',
      name,
      index: null,
      example: namedExample(example?.body_text_named_params, name),
    }));
  }
  const values = asArray(asArray(example?.body_text)?.[0]) ?? [];
  return words
    .filter((word) => /^[1-9]\d{0,3}$/.test(word))
    .map(Number)
    .sort((a, b) => a - b)
    .map((index) => ({ where: 'body', name: null, index, example: asText(values[index - 1]) ?? null }));
}

function namedExample(list: unknown, name: string): string | null {
  const entry = (asArray(list) ?? []).map(asObject).find((one) => one?.param_name === name);
  return asText(entry?.example) ?? null;
}

/** A link with a variable end, a code to be copied and the products of a list have to be filled in. */
function buttonParameter({ type, url, example }: TemplateButton, index: number): TemplateParameter[] {
  const isVariable = (type === 'url' && placeholdersOf(url ?? '').length > 0) || type === 'copy_code' || type === 'mpm';
  return isVariable ? [{ where: 'button', name: null, index, example }] : [];
}
