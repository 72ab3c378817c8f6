import { describe, expect, it } from '@jest/globals';
import { GraphError } from '../graph/graph.error.js';
import { TemplateStoreService } from './template-store.service.js';

const text = (value: string, name?: string): object => ({
  type: 'text',
  text: value,
  ...(name && { parameter_name: name }),
});
const body = (...parameters: object[]): object => ({ type: 'body', parameters });
const header = (...parameters: object[]): object => ({ type: 'header', parameters });
const action = (subType: string, parameter: object): object => ({
  type: 'button',
  sub_type: subType,
  index: '0',
  parameters: [{ type: 'action', action: parameter }],
});
const PRODUCTS = {
  thumbnail_product_retailer_id: 'sku-1',
  sections: [{ title: 'a', product_items: [{ product_retailer_id: 'sku-1' }] }],
};
const url = { type: 'button', sub_type: 'url', index: '0', parameters: [text('5')] };

function codeOf(name: string, components?: unknown, language = 'ru'): number | undefined {
  try {
    new TemplateStoreService().check({ name, language: { code: language }, components });
    return undefined;
  } catch (error) {
    return error instanceof GraphError ? error.code : 0;
  }
}

describe('a send of a template', () => {
  it.each([
    ['hello_again', undefined],
    ['order_ready', [body(text('a', 'customer'), text('b', 'order'))]],
    ['delivery_tracking', [header(text('1')), body(text('a'), text('b')), url]],
    ['invoice', [header({ type: 'document', document: { id: '1' } }), body(text('a'), text('b'))]],
    ['pickup_point', [header({ type: 'location', location: { latitude: 1, longitude: 2 } }), body(text('a'))]],
    ['delivery_address', [body(text('1')), action('flow', { flow_token: 'a' })]],
    ['whole_catalogue', [body(text('1'))]],
    ['left_in_cart', [header(text('1')), body(text('a')), action('mpm', PRODUCTS)]],
  ])('is accepted: %s', (name, components) => {
    expect(codeOf(name, components)).toBeUndefined();
  });

  it.each([
    ['no flow', 131008, 'delivery_address', [body(text('1'))]],
    ['another button', 132012, 'delivery_address', [body(text('1')), action('url', {})]],
    ['no product', 131008, 'whole_catalogue', [body(text('1')), action('CATALOG', {})]],
    [
      'no products',
      132012,
      'left_in_cart',
      [header(text('1')), body(text('a')), action('mpm', { ...PRODUCTS, sections: [] })],
    ],
    ['no cards', 132000, 'spring_dresses', [body(text('a'))]],
    [
      'an empty card',
      132000,
      'spring_dresses',
      [body(text('a')), { type: 'carousel', cards: [{ card_index: 0 }, { card_index: 1 }] }],
    ],
    ['unknown', 132001, 'nothing', undefined],
    ['not approved', 132001, 'survey', undefined],
    ['paused', 132015, 'bonus_points', [body(text('1'))]],
    ['too few parameters', 132000, 'order_ready', [body(text('a', 'customer'))]],
    ['too many', 132000, 'hello_again', [body(text('a'))]],
    ['a wrong name', 100, 'order_ready', [body(text('a', 'customer'), text('b', 'x'))]],
    ['no text', 132012, 'pickup_point', [body({ type: 'image', image: { id: '1' } })]],
    ['a line break', 132018, 'order_ready', [body(text('a\nb', 'customer'), text('b', 'order'))]],
    ['too long', 132005, 'order_ready', [body(text('a'.repeat(1024), 'customer'), text('b', 'order'))]],
    ['another header', 132012, 'invoice', [header({ type: 'image', image: { id: '1' } }), body(text('a'), text('b'))]],
    ['no header', 132012, 'invoice', [body(text('a'), text('b'))]],
    ['no button', 131008, 'delivery_tracking', [header(text('1')), body(text('a'), text('b'))]],
  ])('is refused: %s', (_, code, name, components) => {
    expect(codeOf(name, components)).toBe(code);
  });

  it('knows languages apart', () => {
    expect(codeOf('hello_again', undefined, 'en')).toBe(132001);
  });

  it('follows a webhook', () => {
    const store = new TemplateStoreService();
    const [first] = store.list();
    const notice = { message_template_id: Number(first?.id), event: 'PAUSED' };
    store.follow('message_template_status_update', notice);
    expect(store.list()[0]?.status).toBe('PAUSED');
    store.reset();
    expect(store.list()[0]?.status).toBe('APPROVED');
  });
});
