import { buttonFill, CardFill, TemplateButtonFill, TemplateFill, textOf, valuesOf } from './template-fill.js';
import { placeholdersOf, StoredTemplate, TemplateCard, TemplateParts } from './template-parts.js';

/** The object `template` of a send, in Meta's keys. A header's file is put in when it is uploaded: see `withTemplateMedia`. */
export interface MetaTemplate {
  name: string;
  language: { code: string };
  components: MetaComponent[];
}

interface MetaPart {
  type: 'header' | 'body' | 'button';
  sub_type?: 'quick_reply' | 'url' | 'copy_code' | 'flow' | 'CATALOG' | 'mpm';
  index?: string;
  parameters: Record<string, unknown>[];
}

interface MetaCarousel {
  type: 'carousel';
  cards: { card_index: number; components: MetaPart[] }[];
}

type MetaComponent = MetaPart | MetaCarousel;

/** Meta's own word for a flow of which nothing is to come back. */
const NO_TOKEN = 'unused';

/** A filled template, already found in order by `validateTemplate`, as Meta takes it. */
export function toMeta(template: StoredTemplate, parts: TemplateParts, fill: TemplateFill): MetaTemplate {
  const cards = parts.cards.map((card, index) => {
    return { card_index: index, components: componentsOf(template, card, fill.cards?.[index] ?? {}) };
  });
  const carousel: MetaCarousel[] = cards.length === 0 ? [] : [{ type: 'carousel', cards }];
  const components = [...componentsOf(template, parts, fill), ...carousel];
  return { name: template.name, language: { code: template.language }, components };
}

function componentsOf(template: StoredTemplate, card: TemplateCard, fill: CardFill): MetaPart[] {
  return [...headerOf(card, fill), ...bodyOf(card, fill), ...buttonsOf(template, card, fill)];
}

function headerOf({ header, parameters }: TemplateCard, { header: given }: CardFill): MetaPart[] {
  const parameter = parameters.find(({ where }) => where === 'header');
  if (header === null || parameter === undefined) return [];
  if (header.format === 'text') return [{ type: 'header', parameters: [named(parameter.name, given?.text ?? '')] }];
  if (header.format === 'other') return [];
  const { format } = header;
  const filename = given?.filename;
  const content = format === 'location' ? given?.location : filename === undefined ? {} : { filename };
  return [{ type: 'header', parameters: [{ type: format, [format]: content }] }];
}

function bodyOf({ parameters }: TemplateCard, fill: CardFill): MetaPart[] {
  const values = valuesOf(fill);
  const filled = parameters.flatMap(({ where, name, index }) =>
    where === 'body' ? [named(name, textOf(values, name ?? String(index)) ?? '')] : [],
  );
  return filled.length === 0 ? [] : [{ type: 'body', parameters: filled }];
}

function named(name: string | null, text: string): Record<string, unknown> {
  return { type: 'text', ...(name === null ? {} : { parameter_name: name }), text };
}

function buttonsOf({ category }: StoredTemplate, { buttons }: TemplateCard, fill: CardFill): MetaPart[] {
  const password = category === 'AUTHENTICATION' ? textOf(valuesOf(fill), '1') : undefined;
  return buttons.flatMap(({ type, url }, index): MetaPart[] => {
    const given = buttonFill(fill, index);
    const { value } = given ?? {};
    const at = { type: 'button', index: String(index) } as const;
    if (type === 'quick_reply' && value !== undefined) {
      return [{ ...at, sub_type: 'quick_reply', parameters: [{ type: 'payload', payload: value }] }];
    }
    if (type === 'copy_code' && value !== undefined) {
      return [{ ...at, sub_type: 'copy_code', parameters: [{ type: 'coupon_code', coupon_code: value }] }];
    }
    if (type === 'flow' || type === 'mpm') return [{ ...at, sub_type: type, parameters: [actionOf(type, given)] }];
    if (type === 'catalog' && value !== undefined) {
      return [{ ...at, sub_type: 'CATALOG', parameters: [actionOf(type, given)] }];
    }
    const isLink = type === 'otp' || (type === 'url' && placeholdersOf(url ?? '').length > 0);
    const end = value ?? password;
    return isLink && end !== undefined ? [{ ...at, sub_type: 'url', parameters: [{ type: 'text', text: end }] }] : [];
  });
}

function actionOf(type: 'flow' | 'catalog' | 'mpm', given: TemplateButtonFill | undefined): Record<string, unknown> {
  const { value, data, sections = [] } = given ?? {};
  if (type === 'flow') {
    const action = { flow_token: value ?? NO_TOKEN, ...(data === undefined ? {} : { flow_action_data: data }) };
    return { type: 'action', action };
  }
  const products = sections.map(({ title, products: ids }) => {
    return { title, product_items: ids.map((id) => ({ product_retailer_id: id })) };
  });
  const lists = type === 'mpm' ? { sections: products } : {};
  return { type: 'action', action: { thumbnail_product_retailer_id: value, ...lists } };
}
