import type { InteractiveType } from './interactive.dto.js';

/** The kinds of an interactive message beside buttons, as Swagger UI offers them; without the chat. */
export const INTERACTIVE_EXAMPLES: Readonly<
  Record<Exclude<InteractiveType, 'button'>, { summary: string; value: Readonly<Record<string, unknown>> }>
> = {
  list: example('List', {
    type: 'list',
    header: { type: 'text', text: 'Заказ #12345' },
    body: { text: 'Как доставить заказ?' },
    action: {
      button: 'Выбрать',
      sections: [
        {
          title: 'Доставка',
          rows: [
            { id: 'pickup', title: 'Самовывоз', description: 'пр. Абая, 10' },
            { id: 'courier', title: 'Курьер' },
          ],
        },
      ],
    },
  }),
  cta_url: example('Button that opens a page', {
    type: 'cta_url',
    body: { text: 'Следите за заказом на сайте.' },
    action: { name: 'cta_url', parameters: { display_text: 'Открыть', url: 'https://example.com/orders/12345' } },
  }),
  location_request_message: example('Request for the location', {
    type: 'location_request_message',
    body: { text: 'Пришлите, пожалуйста, куда доставить.' },
    action: { name: 'send_location' },
  }),
  flow: example('Flow (form)', {
    type: 'flow',
    body: { text: 'Заполните адрес доставки.' },
    action: {
      name: 'flow',
      parameters: {
        flow_message_version: '3',
        flow_id: '1234567890',
        flow_cta: 'Заполнить',
        flow_token: 'order-12345',
        flow_action: 'navigate',
        flow_action_payload: { screen: 'ADDRESS', data: { order: '12345' } },
      },
    },
  }),
  request_contact_info: example('Request for the phone number', {
    type: 'request_contact_info',
    body: { text: 'Поделитесь номером, чтобы курьер мог позвонить.' },
    action: { name: 'request_contact_info' },
  }),
};

/** With a file above the text: we fetch it, and WhatsApp gets its id. */
export const FILE_HEADER_EXAMPLES = {
  buttonsWithImage: example('Buttons under an image', {
    type: 'button',
    header: { type: 'image', mediaUrl: 'https://example.com/photo.jpg' },
    body: { text: 'Это ваш заказ?' },
    action: {
      buttons: [
        { type: 'reply', reply: { id: 'yes', title: 'Да' } },
        { type: 'reply', reply: { id: 'no', title: 'Нет' } },
      ],
    },
  }),
  linkWithDocument: example('Button that opens a page, under a document', {
    type: 'cta_url',
    header: { type: 'document', mediaUrl: 'https://example.com/invoice.pdf', filename: 'invoice_12345.pdf' },
    body: { text: 'Счёт на оплату.' },
    action: { name: 'cta_url', parameters: { display_text: 'Оплатить', url: 'https://example.com/pay/12345' } },
  }),
};

function example(summary: string, interactive: object): { summary: string; value: Readonly<Record<string, unknown>> } {
  return { summary, value: { type: 'interactive', interactive } };
}
