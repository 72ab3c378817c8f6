import { buttonValue, TemplateFill, textOf, valuesOf } from './template-fill.js';
import { placeholdersOf, StoredTemplate, TemplateParts } from './template-parts.js';

/** The object `template` of a send, in Meta's keys. A header's file is put in when it is uploaded: see `withHeaderMedia`. */
export interface MetaTemplate {
  name: string;
  language: { code: string };
  components: MetaComponent[];
}

interface MetaComponent {
  type: 'header' | 'body' | 'button';
  sub_type?: 'quick_reply' | 'url' | 'copy_code';
  index?: string;
  parameters: Record<string, unknown>[];
}

/** A filled template, already found in order by `validateTemplate`, as Meta takes it. */
export function toMeta(template: StoredTemplate, parts: TemplateParts, fill: TemplateFill): MetaTemplate {
  const components = [...headerOf(parts, fill), ...bodyOf(parts, fill), ...buttonsOf(template, parts, fill)];
  return { name: template.name, language: { code: template.language }, components };
}

function headerOf({ header, parameters }: TemplateParts, { header: given }: TemplateFill): MetaComponent[] {
  const parameter = parameters.find(({ where }) => where === 'header');
  if (header === null || parameter === undefined) return [];
  if (header.format === 'text') return [{ type: 'header', parameters: [named(parameter.name, given?.text ?? '')] }];
  if (header.format === 'other') return [];
  const { format } = header;
  const filename = given?.filename;
  const content = format === 'location' ? given?.location : filename === undefined ? {} : { filename };
  return [{ type: 'header', parameters: [{ type: format, [format]: content }] }];
}

function bodyOf({ parameters }: TemplateParts, fill: TemplateFill): MetaComponent[] {
  const values = valuesOf(fill);
  const filled = parameters.flatMap(({ where, name, index }) =>
    where === 'body' ? [named(name, textOf(values, name ?? String(index)) ?? '')] : [],
  );
  return filled.length === 0 ? [] : [{ type: 'body', parameters: filled }];
}

function named(name: string | null, text: string): Record<string, unknown> {
  return { type: 'text', ...(name === null ? {} : { parameter_name: name }), text };
}

function buttonsOf({ category }: StoredTemplate, { buttons }: TemplateParts, fill: TemplateFill): MetaComponent[] {
  const password = category === 'AUTHENTICATION' ? textOf(valuesOf(fill), '1') : undefined;
  return buttons.flatMap(({ type, url }, index): MetaComponent[] => {
    const value = buttonValue(fill, index);
    const at = { type: 'button', index: String(index) } as const;
    if (type === 'quick_reply' && value !== undefined) {
      return [{ ...at, sub_type: 'quick_reply', parameters: [{ type: 'payload', payload: value }] }];
    }
    if (type === 'copy_code' && value !== undefined) {
      return [{ ...at, sub_type: 'copy_code', parameters: [{ type: 'coupon_code', coupon_code: value }] }];
    }
    const isLink = type === 'otp' || (type === 'url' && placeholdersOf(url ?? '').length > 0);
    const end = value ?? password;
    return isLink && end !== undefined ? [{ ...at, sub_type: 'url', parameters: [{ type: 'text', text: end }] }] : [];
  });
}
