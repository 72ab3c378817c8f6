import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TEMPLATE_EXAMPLES } from '../../src/messages/send/types/template-examples.js';
import {
  action,
  IMAGE_HEADER,
  INVOICE,
  linkTo,
  ORDER,
  SALE,
  startTemplatesDesk,
  type TemplatesDesk,
  texts,
} from '../support/templates-desk.js';
import type { ApiAnswer } from '../support/test-app.js';
import { CUSTOMER_PHONE, type SendAnswer } from '../support/test-desk.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const READY = 'Здравствуйте, Айгуль! Ваш заказ 12345 готов к выдаче.\n\nЕжедневно с 9:00 до 21:00';
async function codeOf(answer: Promise<ApiAnswer<SendAnswer>>): Promise<[number, string]> {
  const { status, body } = await answer;
  return [status, body.code];
}

describe('a template', () => {
  let desk: TemplatesDesk;

  beforeAll(async () => {
    // The customer has never written: nothing but a template may be sent.
    desk = await startTemplatesDesk({ isWindowOpen: false });
  });
  afterAll(() => desk.desk.close());
  beforeEach(() => desk.desk.app.clock.advance(60_000));

  const components = async (): Promise<unknown> => {
    const template = (await desk.sent()).at(-1)?.body.template as { components: unknown };
    return template.components;
  };

  it('is sent outside the window, and its text is the message', async () => {
    expect(await codeOf(desk.desk.send({ chatId: desk.desk.chatId, message: 'a' }))).toEqual([409, 'WINDOW_CLOSED']);
    const { status, body } = await desk.send(ORDER);
    expect([status, body.message.status, body.message.content]).toEqual([200, 'sent', READY]);
    expect((await desk.sent()).at(-1)).toMatchObject({
      type: 'template',
      body: {
        to: `+${CUSTOMER_PHONE}`,
        template: {
          name: 'order_ready',
          language: { code: 'ru' },
          components: [
            {
              type: 'body',
              parameters: [
                { type: 'text', parameter_name: 'customer', text: 'Айгуль' },
                { type: 'text', parameter_name: 'order', text: '12345' },
              ],
            },
          ],
        },
      },
    });
    await desk.desk.statusWhen(body.message.id, ({ read }) => read);
  });

  it.each([
    ['with nothing to fill in', { name: 'hello_again', language: 'ru' }, []],
    [
      'with a header, a link and places',
      {
        name: 'delivery_tracking',
        language: 'ru',
        parameters: ['Ерлан', 'завтра'],
        header: { text: '777' },
        buttons: [{ index: 0, value: '777' }],
      },
      [
        { type: 'header', parameters: [{ type: 'text', text: '777' }] },
        texts('Ерлан', 'завтра'),
        { type: 'button', index: '0', sub_type: 'url', parameters: [{ type: 'text', text: '777' }] },
      ],
    ],
    [
      'with an image and a code, both uploaded and checked',
      SALE,
      [
        { type: 'header', parameters: [{ type: 'image', image: { id: expect.any(String) } }] },
        {
          type: 'body',
          parameters: [
            { type: 'text', text: 'Айгуль' },
            { type: 'text', text: '20 %' },
          ],
        },
        {
          type: 'button',
          index: '0',
          sub_type: 'copy_code',
          parameters: [{ type: 'coupon_code', coupon_code: 'SPRING20' }],
        },
      ],
    ],
    [
      'with a document',
      INVOICE,
      [
        {
          type: 'header',
          parameters: [{ type: 'document', document: { id: expect.any(String), filename: 'invoice.pdf' } }],
        },
        {
          type: 'body',
          parameters: [
            { type: 'text', text: '12345' },
            { type: 'text', text: '45 000' },
          ],
        },
      ],
    ],
    [
      'with a location',
      {
        name: 'pickup_point',
        language: 'ru',
        parameters: ['12345'],
        header: { location: { latitude: 43.2, longitude: 76.8, name: 'Склад', address: 'Абая, 10' } },
      },
      [
        {
          type: 'header',
          parameters: [
            { type: 'location', location: { latitude: 43.2, longitude: 76.8, name: 'Склад', address: 'Абая, 10' } },
          ],
        },
        { type: 'body', parameters: [{ type: 'text', text: '12345' }] },
      ],
    ],
    [
      'with a one-time password',
      { name: 'login_code', language: 'en', parameters: ['123456'] },
      [
        { type: 'body', parameters: [{ type: 'text', text: '123456' }] },
        { type: 'button', index: '0', sub_type: 'url', parameters: [{ type: 'text', text: '123456' }] },
      ],
    ],
  ])('is taken by WhatsApp %s', async (_, template, expected) => {
    const { status, text } = await desk.send(template);
    expect([status, text]).toEqual([200, expect.any(String)]);
    expect(await components()).toEqual(expected);
  });

  it.each<[keyof typeof TEMPLATE_EXAMPLES, string, object[]]>([
    [
      'templateFlow',
      'Укажите адрес доставки заказа 12345.',
      [texts('12345'), action('0', 'flow', { flow_token: 'order-12345', flow_action_data: { order: '12345' } })],
    ],
    [
      'templateCatalogue',
      'Скидка 20 % на всё. Загляните в каталог!',
      [texts('20 %'), action('0', 'CATALOG', { thumbnail_product_retailer_id: 'sku-1' })],
    ],
    [
      'templateProducts',
      'Айгуль, вы ничего не забыли?\n\nВ корзине остались товары. Код CART10 даёт скидку.',
      [
        { type: 'header', parameters: [{ type: 'text', text: 'Айгуль' }] },
        texts('CART10'),
        action('0', 'mpm', {
          thumbnail_product_retailer_id: 'sku-1',
          sections: [
            {
              title: 'Популярное',
              product_items: [{ product_retailer_id: 'sku-1' }, { product_retailer_id: 'sku-2' }],
            },
          ],
        }),
      ],
    ],
    [
      'templateCarousel',
      'Айгуль, новые платья уже у нас.\n\n1. Платье за 12 990 ₸\n2. Сарафан за 9 990 ₸',
      [
        texts('Айгуль'),
        {
          type: 'carousel',
          cards: [
            { card_index: 0, components: [IMAGE_HEADER, texts('12 990'), linkTo('dress-1')] },
            {
              card_index: 1,
              components: [
                IMAGE_HEADER,
                texts('9 990'),
                {
                  type: 'button',
                  index: '0',
                  sub_type: 'quick_reply',
                  parameters: [{ type: 'payload', payload: 'WANT:dress-2' }],
                },
                linkTo('dress-2'),
              ],
            },
          ],
        },
      ],
    ],
  ])('of the example %s is taken by WhatsApp and read by the customer', async (name, content, expected) => {
    const { template } = TEMPLATE_EXAMPLES[name].value;
    const { status, body } = await desk.send(Object(template));
    expect([status, body.message.content]).toEqual([200, content]);
    expect(await components()).toEqual(expected);
  });

  it('of a flow is sent without a word of ours', async () => {
    const { status } = await desk.send({ name: 'delivery_address', language: 'ru', parameters: ['1'] });
    expect([status, await components()]).toEqual([200, [texts('1'), action('0', 'flow', { flow_token: 'unused' })]]);
  });

  it('shows its file in the history', async () => {
    const { body } = await desk.send(SALE);
    const shown = await desk.desk.get<{ type: string; mediaUrl: string; details: object }>(
      `/api/waba/operator/message/${body.message.id}`,
    );
    expect(shown.body).toMatchObject({ type: 'template', mediaUrl: expect.stringContaining('/media/') });
  });

  it('keeps values in their fields', async () => {
    const parameters = { customer: '{{order}} $& "}]}', order: '\u202e{{customer}}' };
    const { status, body } = await desk.send({ ...ORDER, parameters });
    expect([status, body.message.content.split('\n')[0]]).toEqual([
      200,
      'Здравствуйте, {{order}} $& "}]}! Ваш заказ \u202e{{customer}} готов к выдаче.',
    ]);
    expect(await components()).toEqual([
      {
        type: 'body',
        parameters: [
          { type: 'text', parameter_name: 'customer', text: parameters.customer },
          { type: 'text', parameter_name: 'order', text: parameters.order },
        ],
      },
    ]);
  });

  it('is sent once for a key, and the key takes no other values', async () => {
    const key = { 'idempotency-key': 'template-1' };
    const before = (await desk.sent()).length;
    const answers = await Promise.all(Array.from({ length: 5 }, () => desk.send(ORDER, {}, key)));
    expect(new Set(answers.filter(({ status }) => status === 200).map(({ body }) => body.message.id)).size).toBe(1);
    const other = { ...ORDER, parameters: { ...ORDER.parameters, order: '2' } };
    expect(await codeOf(desk.send(other, {}, key))).toEqual([422, 'IDEMPOTENCY_MISMATCH']);
    expect((await desk.sent()).length).toBe(before + 1);
  });

  it('may be planned 30 days ahead and leaves then, window or not', async () => {
    const { clock } = desk.desk.app;
    const at = (days: number): string => new Date(clock.now().getTime() + days * DAY_MS).toISOString();
    expect((await desk.send(ORDER, { scheduledAt: at(31) })).status).toBe(400);
    const { status, body } = await desk.send(ORDER, { scheduledAt: at(29) });
    expect([status, body.message.substate]).toEqual([202, 'scheduled']);
    clock.advance(29 * DAY_MS + 1000);
    desk.desk.operator.token = await desk.desk.app.tokenOf(desk.desk.operator);
    await desk.desk.statusWhen(body.message.id, ({ read }) => read);
  });

  it('is sent again by hand outside the window', async () => {
    await desk.desk.control('PUT', 'faults', { refuse: { code: 131042, times: 1 } });
    const refused = await desk.send(ORDER);
    expect(refused.body.message.status).toBe('failed');
    const answer = await desk.desk.app.call('POST', `/api/waba/operator/message/${refused.body.message.id}/retry`, {
      token: desk.desk.operator.token,
      body: {},
    });
    expect([answer.status, answer.text]).toEqual([200, expect.stringContaining('"status":"sent"')]);
  });

  it('of marketing is not sent to who wants none', async () => {
    const sale = { name: 'new_collection', language: 'ru', parameters: ['Айгуль'] };
    expect((await desk.send(sale)).status).toBe(200);
    await desk.desk.app.rows(
      `insert into customer_marketing (customer_id, opted_out, since, source)
       select customer_id, true, now(), 'customer' from chats where id = $1`,
      [desk.desk.chatId],
    );
    const before = await desk.desk.sendTraces();
    expect(await codeOf(desk.send(sale))).toEqual([422, 'RECIPIENT']);
    expect(await desk.desk.sendTraces()).toEqual(before);
    expect((await desk.send(ORDER)).status).toBe(200);
  });

  it('is not sent to a blocked customer', async () => {
    await desk.desk.app.rows('update chats set blocked_at = now() where id = $1', [desk.desk.chatId]);
    expect(await codeOf(desk.send(ORDER))).toEqual([409, 'CUSTOMER_BLOCKED']);
    await desk.desk.app.rows('update chats set blocked_at = null where id = $1', [desk.desk.chatId]);
  });
});
