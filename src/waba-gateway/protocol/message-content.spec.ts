import { describe, it, expect } from '@jest/globals';
import { cleanText } from './clean-json.js';
import { JsonObject } from './json-fields.js';
import { detailsOf, renderContent } from './message-content.js';

describe('renderContent', () => {
  it.each<[string, unknown, string]>([
    ['text', { body: 'Спасибо!' }, 'Спасибо!'],
    ['text', {}, ''],
    ['image', { id: '1', caption: 'Фото' }, 'Фото'],
    ['image', { id: '1' }, '[image]'],
    ['video', { id: '1' }, '[video]'],
    ['audio', { id: '1', voice: true }, '[voice message]'],
    ['audio', { id: '1' }, '[audio]'],
    ['document', { id: '1', filename: '../../x' }, '../../x'],
    ['document', { id: '1', caption: 'Счёт', filename: 'a.pdf' }, 'Счёт'],
    ['sticker', { id: '1', animated: true }, '[sticker]'],
    ['location', { latitude: 43.2, longitude: 76.9, name: 'Офис', address: 'Абая 1' }, '📍 Офис, Абая 1'],
    ['location', { latitude: 43.2, longitude: '76.9' }, '📍 43.2,76.9'],
    ['location', {}, '📍'],
    ['contacts', [{ name: { formatted_name: 'A B' } }, { phones: [{ phone: '+7701' }] }, {}], '👤 A B, +7701'],
    ['contacts', [], '[contact]'],
    ['reaction', { message_id: 'wamid.1', emoji: '👍' }, '👍'],
    ['reaction', { message_id: 'wamid.1', emoji: '' }, '[reaction removed]'],
    ['interactive', { type: 'button_reply', button_reply: { id: '1', title: 'Да' } }, 'Да'],
    ['interactive', { type: 'list_reply', list_reply: { id: '1', title: 'Алматы', description: 'x' } }, 'Алматы'],
    ['interactive', { type: 'nfm_reply', nfm_reply: { name: 'flow', body: 'Sent', response_json: null } }, 'Sent'],
    [
      'interactive',
      {
        type: 'nfm_reply',
        nfm_reply: {
          body: 'Sent',
          response_json: '{"flow_token":"t","name":"Айгуль\\u0000","days":["a",2],"x":{"y":1}}',
        },
      },
      'Sent\nname: Айгуль\uFFFD\ndays: a, 2',
    ],
    ['interactive', { type: 'nfm_reply', nfm_reply: { response_json: '{"broken' } }, '[form answered]'],
    [
      'interactive',
      { type: 'call_permission_reply', call_permission_reply: { response: 'accept' } },
      '[call permission: accept]',
    ],
    ['interactive', { type: 'from_2027', from_2027: { title: 'Новое' } }, 'Новое'],
    ['interactive', {}, '[unsupported message]'],
    ['button', { payload: 'OK:1', text: 'Ок' }, 'Ок'],
    ['system', { type: 'user_changed_number', body: 'A changed from 1 to 2' }, 'A changed from 1 to 2'],
    ['system', {}, '[system message]'],
    ['edit', { original_message_id: 'wamid.1', message: { type: 'text', text: { body: 'новое' } } }, 'новое'],
    ['edit', { message: { type: 'edit', edit: { message: {} } } }, '[unsupported message]'],
    ['revoke', { original_message_id: 'wamid.1' }, '[message deleted]'],
    ['unsupported', { type: 'poll_creation' }, '[unsupported message: poll creation]'],
    ['unsupported', { type: '<b>x</b>' }, '[unsupported message]'],
    ['unsupported', {}, '[unsupported message]'],
    ['system', { type: 'user_changed_user_id' }, 'The customer’s WhatsApp id changed'],
    ['system', { type: 'constructor' }, '[system message]'],
    ['request_welcome', {}, '[chat opened]'],
    ['call', { direction: 'USER_INITIATED', status: 'COMPLETED', duration: 125 }, 'Call, 2 min'],
    ['call', { direction: 'USER_INITIATED', duration: '45' }, 'Call, 45 s'],
    ['call', { direction: 'USER_INITIATED', status: 'FAILED' }, 'Missed call'],
    ['call', { direction: 'BUSINESS_INITIATED', status: 'FAILED', duration: 'x' }, 'Call not answered'],
    ['contacts', [{ vcard: 'BEGIN:VCARD\r\nFN;CHARSET=UTF-8:Айгуль К.\r\nEND:VCARD' }], '👤 Айгуль К.'],
    ['contacts', [{ vcard: 5, phones: [{ wa_id: '7701' }] }, { org: { company: 'ТОО' } }], '👤 7701, ТОО'],
    ['hologram', { body: 'что-то' }, 'что-то'],
    ['hologram', { depth: 3 }, '[unsupported message]'],
    ['constructor', undefined, '[unsupported message]'],
    ['__proto__', undefined, '[unsupported message]'],
    ['unknown', undefined, '[unsupported message]'],
  ])('shows %s %j as %j', (type, object, expected) => {
    const message: JsonObject = object === undefined ? {} : { [type]: object };
    expect(renderContent(type, detailsOf(type, message))).toEqual({ content: expected, isTruncated: false });
  });

  it('lists the products of an order under the words of the customer', () => {
    const order = {
      catalog_id: '1',
      text: 'Быстрее',
      product_items: [
        { product_retailer_id: 'sku-1', quantity: 2, item_price: 990.5, currency: 'KZT' },
        { product_retailer_id: 'sku-2', quantity: '1' },
      ],
    };
    expect(renderContent('order', order).content).toBe('Быстрее\n🛒 2 items\n2 × sku-1 · 990.5 KZT\n1 × sku-2');
  });

  // hostile case W21
  it.each([
    ['64 KiB', 'a'.repeat(65_536), 65_536, false],
    ['10,000 emoji', '😀'.repeat(10_000), 20_000, false],
    ['one byte more', 'a'.repeat(65_537), 65_536, true],
    ['emoji cut on no half', `a${'😀'.repeat(20_000)}`, 32_767, true],
  ])('bounds %s', (_name, body, length, isTruncated) => {
    const { content, ...rest } = renderContent('text', { body });
    expect([content.length, rest.isTruncated, content.isWellFormed()]).toEqual([length, isTruncated, true]);
  });
});

describe('detailsOf', () => {
  it('puts a list under the name of its type', () => {
    expect(detailsOf('contacts', { contacts: [1] })).toEqual({ contacts: [1] });
  });

  it('finds nothing of the prototype', () => {
    expect(detailsOf('toString', {})).toEqual({});
    expect(detailsOf('__proto__', {})).toEqual({});
  });
});

describe('cleanText', () => {
  it.each([
    ['a\0b', 'a\uFFFDb'],
    ['a\uD83D', 'a\uFFFD'],
    ['\uDE00a', '\uFFFDa'],
    ['😀\u202E\u200D', '😀\u202E\u200D'],
  ])('makes %j storable', (text, expected) => {
    expect(cleanText(text)).toBe(expected);
  });
});
