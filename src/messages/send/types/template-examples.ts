import type { SendType } from './send-type.js';

/** Templates beside the plain one, as Swagger UI offers them; without the chat. */
export const TEMPLATE_EXAMPLES: Readonly<
  Record<
    'templateLink' | 'templateFlow' | 'templateCatalogue' | 'templateProducts' | 'templateCarousel',
    SendType['example']
  >
> = {
  templateLink: example('Template with a header and a link', {
    name: 'delivery_tracking',
    header: { text: '12345' },
    parameters: ['Ерлан', 'завтра с 10 до 12'],
    buttons: [{ index: 0, value: '12345' }],
  }),
  templateFlow: example('Template with a flow (form)', {
    name: 'delivery_address',
    parameters: ['12345'],
    buttons: [{ index: 0, value: 'order-12345', data: { order: '12345' } }],
  }),
  templateCatalogue: example('Template with the catalogue', {
    name: 'whole_catalogue',
    parameters: ['20 %'],
    buttons: [{ index: 0, value: 'sku-1' }],
  }),
  templateProducts: example('Template with products', {
    name: 'left_in_cart',
    header: { text: 'Айгуль' },
    parameters: ['CART10'],
    buttons: [{ index: 0, value: 'sku-1', sections: [{ title: 'Популярное', products: ['sku-1', 'sku-2'] }] }],
  }),
  templateCarousel: example('Template with a carousel', {
    name: 'spring_dresses',
    parameters: ['Айгуль'],
    cards: [
      {
        header: { mediaUrl: 'https://example.com/photo.jpg' },
        parameters: ['12 990'],
        buttons: [{ index: 1, value: 'dress-1' }],
      },
      {
        header: { mediaUrl: 'https://example.com/photo.jpg' },
        parameters: ['9 990'],
        buttons: [
          { index: 0, value: 'WANT:dress-2' },
          { index: 1, value: 'dress-2' },
        ],
      },
    ],
  }),
};

function example(summary: string, template: object): SendType['example'] {
  return { summary, value: { type: 'template', template: { language: 'ru', ...template } } };
}
