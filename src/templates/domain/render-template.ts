import { TemplateFill, textOf, valuesOf } from './template-fill.js';
import { fillIn, TemplateHeader, TemplateParts } from './template-parts.js';

/** What the customer reads: a header of text, the body, the footer. What is not given stays as `{{…}}`. */
export function renderTemplate(parts: TemplateParts, fill: TemplateFill): string {
  return [renderHeader(parts.header, fill), renderBody(parts, fill), parts.footer]
    .filter((text) => text !== null && text !== '')
    .join('\n\n');
}

export function renderHeader(header: TemplateHeader | null, { header: given }: TemplateFill): string | null {
  return header === null || header.text === null ? null : fillIn(header.text, () => given?.text);
}

export function renderBody({ body }: TemplateParts, fill: TemplateFill): string {
  const values = valuesOf(fill);
  return fillIn(body, (word) => textOf(values, word));
}

/** What a template looks like, filled in with its own examples. */
export function renderExample(parts: TemplateParts): string {
  const examples = parts.parameters.flatMap(({ where, name, index, example }): [string, string][] =>
    where === 'body' && example !== null ? [[name ?? String(index), example]] : [],
  );
  const header = parts.parameters.find(({ where }) => where === 'header')?.example ?? undefined;
  return renderTemplate(parts, { parameters: Object.fromEntries(examples), header: { text: header } });
}
