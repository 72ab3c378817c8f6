/** What an operator fills a template with, as it came: nothing in it is checked yet. */
export interface TemplateFill extends CardFill {
  /** Of a carousel, in their order. */
  cards?: readonly CardFill[] | undefined;
}

export interface CardFill {
  /** By name, or in order; an object with the keys `1`, `2` … is the same as a list. */
  parameters?: Readonly<Record<string, unknown>> | readonly unknown[] | undefined;
  header?: TemplateHeaderFill | undefined;
  buttons?: readonly TemplateButtonFill[] | undefined;
}

export interface TemplateHeaderFill {
  text?: string | undefined;
  /** Of an image, a video or a document: where we fetch it. */
  mediaUrl?: string | undefined;
  filename?: string | undefined;
  location?: TemplateLocation | undefined;
}

export interface TemplateLocation {
  latitude: number;
  longitude: number;
  name?: string | undefined;
  address?: string | undefined;
}

export interface TemplateButtonFill {
  /** Which button, from 0. */
  index: number;
  /** The end of a link, the code to be copied, what a quick reply or a flow sends back, or the product a catalogue shows. */
  value?: string | undefined;
  /** Of a flow: what its first screen begins with. */
  data?: Readonly<Record<string, unknown>> | undefined;
  /** Of a list of products: which. */
  sections?: readonly ProductSection[] | undefined;
}

export interface ProductSection {
  title: string;
  /** Their ids in the catalogue. */
  products: readonly string[];
}

/** The values of the body by placeholder. */
export function valuesOf({ parameters }: CardFill): ReadonlyMap<string, unknown> {
  if (parameters === undefined) return new Map();
  return new Map(
    Array.isArray(parameters)
      ? parameters.map((value: unknown, index): [string, unknown] => [String(index + 1), value])
      : Object.entries(parameters),
  );
}

/** The value of a placeholder of the body. */
export function textOf(values: ReadonlyMap<string, unknown>, word: string): string | undefined {
  const value = values.get(word);
  return typeof value === 'string' ? value : undefined;
}

export function buttonFill({ buttons }: CardFill, index: number): TemplateButtonFill | undefined {
  return buttons?.find((button) => button.index === index);
}
