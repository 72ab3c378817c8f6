import { describe, expect, it } from '@jest/globals';
import type { TemplateFill } from './template-fill.js';
import { partsOf, StoredTemplate } from './template-parts.js';
import { positional } from './template.fixture.js';
import { validateTemplate } from './validate-template.js';

const errorsOf = (template: StoredTemplate, fill: TemplateFill): string[] =>
  validateTemplate(template, partsOf(template), fill, 'template.').map(({ field, code }) => `${field} ${code}`);

const button = (type: string): object => ({ type: 'BUTTONS', buttons: [{ type, text: 'Открыть' }] });
const FLOW = positional('a', { ...button('FLOW') });
const CATALOGUE = positional('a', { ...button('CATALOG') });
const PRODUCTS = positional('a', { ...button('MPM') });
const SECTIONS = [{ title: 'Новое', products: ['sku-1'] }];
const CARD = {
  components: [
    { type: 'header', format: 'image' },
    { type: 'body', text: 'Платье {{1}}' },
    { type: 'buttons', buttons: [{ type: 'url', text: 'На сайте', url: 'https://example.com/{{1}}' }] },
  ],
};
const CAROUSEL = positional('{{1}}', { type: 'CAROUSEL', cards: [CARD, CARD] });
const FILLED = {
  header: { mediaUrl: 'https://example.com/photo.jpg' },
  parameters: ['a'],
  buttons: [{ index: 0, value: 'a' }],
};

describe('buttons of every kind', () => {
  it.each<[string, StoredTemplate, TemplateFill]>([
    ['a flow with nothing', FLOW, {}],
    ['a flow with a token', FLOW, { buttons: [{ index: 0, value: 'order-1' }] }],
    ['a flow with data', FLOW, { buttons: [{ index: 0, data: { order: 1 } }] }],
    ['a catalogue with nothing', CATALOGUE, {}],
    ['a catalogue with a product', CATALOGUE, { buttons: [{ index: 0, value: 'sku 1' }] }],
    ['products', PRODUCTS, { buttons: [{ index: 0, value: 'sku-1', sections: SECTIONS }] }],
    ['a carousel', CAROUSEL, { parameters: ['a'], cards: [FILLED, FILLED] }],
  ])('take %s', (_, template, fill) => {
    expect(errorsOf(template, fill)).toEqual([]);
  });

  it.each<[string, StoredTemplate, TemplateFill, string[]]>([
    ['no products', PRODUCTS, {}, ['template.buttons NEEDED']],
    [
      'products without a list',
      PRODUCTS,
      { buttons: [{ index: 0, value: 'sku-1' }] },
      ['template.buttons[0].sections NEEDED'],
    ],
    [
      'products without a picture',
      PRODUCTS,
      { buttons: [{ index: 0, sections: SECTIONS }] },
      ['template.buttons[0].value NEEDED'],
    ],
    [
      'too many products',
      PRODUCTS,
      { buttons: [{ index: 0, value: 's', sections: [{ title: 'a', products: Array<string>(31).fill('s') }] }] },
      ['template.buttons[0].sections LIST'],
    ],
    [
      'a product in two lines',
      PRODUCTS,
      { buttons: [{ index: 0, value: 's', sections: [{ title: 'a', products: ['b\nc'] }] }] },
      ['template.buttons[0].sections[0].products[0] LINE_BREAKS'],
    ],
    [
      'products for a flow',
      FLOW,
      { buttons: [{ index: 0, sections: SECTIONS }] },
      ['template.buttons[0].sections NOT_IN_TEMPLATE'],
    ],
    [
      'data for a catalogue',
      CATALOGUE,
      { buttons: [{ index: 0, value: 's', data: {} }] },
      ['template.buttons[0].data NOT_IN_TEMPLATE'],
    ],
    ['a catalogue without its product', CATALOGUE, { buttons: [{ index: 0 }] }, ['template.buttons[0].value NEEDED']],
    ['no cards', CAROUSEL, { parameters: ['a'] }, ['template.cards NEEDED']],
    ['a card too few', CAROUSEL, { parameters: ['a'], cards: [FILLED] }, ['template.cards NEEDED']],
    ['cards where there are none', FLOW, { cards: [FILLED] }, ['template.cards NOT_IN_TEMPLATE']],
    [
      'an empty card',
      CAROUSEL,
      { parameters: ['a'], cards: [FILLED, {}] },
      [
        'template.cards[1].parameters[0] NEEDED',
        'template.cards[1].header.mediaUrl NEEDED',
        'template.cards[1].buttons NEEDED',
      ],
    ],
    [
      'a card too long',
      CAROUSEL,
      { parameters: ['a'], cards: [{ ...FILLED, parameters: ['a'.repeat(154)] }, FILLED] },
      ['template.cards[0].parameters[0] LENGTH'],
    ],
  ])('name %s', (_, template, fill, expected) => {
    expect(errorsOf(template, fill)).toEqual(expected);
  });

  it('are read from whatever Meta may send', () => {
    for (const cards of [null, 5, [null], [{}], [{ components: 'x' }], [{ components: [5, { type: 7 }] }]]) {
      expect(() => partsOf(positional('a', { type: 'CAROUSEL', cards }))).not.toThrow();
    }
  });
});
