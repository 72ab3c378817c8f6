import { CardFill, TemplateFill, textOf, valuesOf } from './template-fill.js';
import { fillIn, TemplateCard, TemplateHeader, TemplateParts } from './template-parts.js';

/** What the customer reads: a header of text, the body, the footer, the texts of the cards by number. What is not given stays as `{{…}}`. */
export function renderTemplate(parts: TemplateParts, fill: TemplateFill): string {
  const cards = parts.cards.map((card, index) =>
    `${index + 1}. ${renderBody(card, fill.cards?.[index] ?? {})}`.trimEnd(),
  );
  return [renderHeader(parts.header, fill), renderBody(parts, fill), parts.footer, cards.join('\n')]
    .filter((text) => text !== null && text !== '')
    .join('\n\n');
}

export function renderHeader(header: TemplateHeader | null, { header: given }: CardFill): string | null {
  return header === null || header.text === null ? null : fillIn(header.text, () => given?.text);
}

export function renderBody({ body }: Pick<TemplateCard, 'body'>, fill: CardFill): string {
  const values = valuesOf(fill);
  return fillIn(body, (word) => textOf(values, word));
}

/** What a template looks like, filled in with its own examples. */
export function renderExample(parts: TemplateParts): string {
  return renderTemplate(parts, { ...examplesOf(parts), cards: parts.cards.map(examplesOf) });
}

function examplesOf({ parameters }: TemplateCard): CardFill {
  const examples = parameters.flatMap(({ where, name, index, example }): [string, string][] =>
    where === 'body' && example !== null ? [[name ?? String(index), example]] : [],
  );
  const header = parameters.find(({ where }) => where === 'header')?.example ?? undefined;
  return { parameters: Object.fromEntries(examples), header: { text: header } };
}
