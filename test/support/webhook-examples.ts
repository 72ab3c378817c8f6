import { PHONE_NUMBER_ID } from './test-desk.js';

/**
 * One `change` of a webhook for every named example of Meta's OpenAPI (business messaging v23.0, `POST /whatsapp/webhooks`) and for
 * every row of Meta's webhook reference beside them: their keys and types, our own values.
 */
export interface WebhookExample {
  name: string;
  field: string;
  value: Record<string, unknown>;
  /** What the chat shows of it; none for what is no line of a chat. */
  shows?: { type: string; content: string };
}

export const EXAMPLE_PHONE = '77016660001';
const METADATA = { display_phone_number: '77270000000', phone_number_id: PHONE_NUMBER_ID };
const AROUND = { messaging_product: 'whatsapp', metadata: METADATA };
const CONTACTS = [{ profile: { name: 'Сауле Н.' }, wa_id: EXAMPLE_PHONE }];
const REPLY = { from: '77270000000', id: 'wamid.example.asked' };
const FILE = {
  mime_type: 'image/jpeg',
  sha256: 'SfInY0gGKTsJlUWbwxC1k+FAD0FZHvzwfpvO0zX0GUI=',
  id: '1003383421387256',
};

let count = 0;

function message(
  name: string,
  item: Record<string, unknown> & { type: string },
  content: string | null,
): WebhookExample {
  count += 1;
  const own = { from: EXAMPLE_PHONE, id: `wamid.example.${count}`, timestamp: String(1_772_360_000 + count), ...item };
  const contacts = item.type === 'system' ? {} : { contacts: CONTACTS };
  return {
    name,
    field: 'messages',
    value: { ...AROUND, ...contacts, messages: [own] },
    ...(content === null ? {} : { shows: { type: item.type, content } }),
  };
}

function group(name: string, field: string, change: Record<string, unknown>): WebhookExample {
  const item = { timestamp: '1772360000', group_id: 'Y2FwaV9ncm91cDox', request_id: '784D93D0C468', ...change };
  return { name, field, value: { ...AROUND, groups: [item] } };
}

const participants = [{ input: 77016660001, wa_id: 77016660001 }];

/** Those Meta's OpenAPI names, in its order. */
export const OPENAPI_EXAMPLES: readonly WebhookExample[] = [
  message('Text Message', { type: 'text', text: { body: 'Есть другой цвет?' } }, 'Есть другой цвет?'),
  message(
    'Text Message with Context (Product Inquiry)',
    {
      context: { ...REPLY, referred_product: { catalog_id: '194836987003835', product_retailer_id: 'di9ozbzfi4' } },
      text: { body: 'Ещё продаётся?' },
      type: 'text',
    },
    'Ещё продаётся?',
  ),
  message(
    'Text Message from Click to WhatsApp Ad',
    {
      referral: {
        source_url: 'https://fb.me/3cr4Wqqkv',
        source_id: '120226305854810726',
        source_type: 'ad',
        body: 'Летние скидки!',
        headline: 'Напишите нам',
        media_type: 'image',
        image_url: 'https://scontent.xx.fbcdn.net/v/t45.1',
        ctwa_clid: 'Aff-n8ZTODiE79d22KtAwQKj9e',
        welcome_message: { text: 'Здравствуйте! Чем помочь?' },
      },
      text: { body: 'Можно подробнее?' },
      type: 'text',
    },
    'Можно подробнее?',
  ),
  message('Reaction Message', { type: 'reaction', reaction: { message_id: REPLY.id, emoji: '👍' } }, null),
  message('Image Message', { type: 'image', image: { caption: 'Тадж-Махал', ...FILE } }, 'Тадж-Махал'),
  message(
    'Location Message',
    {
      location: {
        address: 'Абая 1, Алматы',
        latitude: 43.23894921566,
        longitude: 76.88970952,
        name: 'Кофейня',
        url: 'https://example.com/',
      },
      type: 'location',
    },
    '📍 Кофейня, Абая 1, Алматы',
  ),
  message(
    'Contact Sharing Message',
    {
      type: 'contacts',
      contacts: [
        {
          name: { first_name: 'Лусия', last_name: 'Гомес', formatted_name: 'Лусия Гомес' },
          org: { company: 'ТОО' },
          phones: [{ phone: '+7 (701) 555-23-19', wa_id: '77015552319', type: 'MOBILE' }],
        },
      ],
    },
    '👤 Лусия Гомес',
  ),
  message(
    'Unsupported Message',
    {
      errors: [
        {
          code: 131051,
          title: 'Message type unknown',
          message: 'Message type unknown',
          error_data: { details: 'Message type is currently not supported.' },
        },
      ],
      type: 'unsupported',
    },
    '[unsupported message]',
  ),
  message(
    'Button Message',
    { context: REPLY, type: 'button', button: { payload: 'STOP', text: 'Отписаться' } },
    'Отписаться',
  ),
  message(
    'Interactive List Reply Message',
    {
      context: REPLY,
      type: 'interactive',
      interactive: { type: 'list_reply', list_reply: { id: 'express', title: 'Экспресс', description: '1–2 дня' } },
    },
    'Экспресс',
  ),
  message(
    'Interactive Button Reply Message',
    {
      context: REPLY,
      type: 'interactive',
      interactive: { type: 'button_reply', button_reply: { id: 'cancel', title: 'Отмена' } },
    },
    'Отмена',
  ),
  message(
    'Order Message',
    {
      type: 'order',
      order: {
        catalog_id: '194836987003835',
        text: '',
        product_items: [
          { product_retailer_id: 'di9ozbzfi4', quantity: 2, item_price: 30, currency: 'USD' },
          { product_retailer_id: 'nqryix03ez', quantity: 1, item_price: 25, currency: 'USD' },
        ],
      },
    },
    '🛒 2 items\n2 × di9ozbzfi4 · 30 USD\n1 × nqryix03ez · 25 USD',
  ),
  message(
    'System Message',
    {
      from: '77016660002',
      system: {
        body: 'User changed from 77016660002 to 77016660003',
        wa_id: '77016660003',
        type: 'user_changed_number',
      },
      type: 'system',
    },
    'User changed from 77016660002 to 77016660003',
  ),
  group('Group Create Message', 'group_lifecycle_update', {
    type: 'group_create',
    subject: 'Группа',
    description: 'О заказах',
    added_participants: participants,
  }),
  group('Group Settings Update', 'group_settings_update', {
    type: 'group_settings_update',
    profile_picture: { mime_type: 'image/jpeg', sha256: 'SfInY0gGKTsJlUWbwxC1k' },
  }),
  group('Group Remove Participants', 'group_participants_update', {
    type: 'group_create',
    removed_participants: participants,
  }),
];

const said = (type: string, details: unknown, content: string | null): WebhookExample =>
  message(`${type} ${content ?? ''}`, { type, [type]: details }, content);

/** What Meta's reference has beside them. */
export const REFERENCE_EXAMPLES: readonly WebhookExample[] = [
  said('video', FILE, '[video]'),
  said('audio', { ...FILE, voice: true }, '[voice message]'),
  said('audio', { ...FILE, voice: false }, '[audio]'),
  said('document', { ...FILE, filename: 'счёт.pdf' }, 'счёт.pdf'),
  said('sticker', { ...FILE, animated: true }, '[sticker]'),
  said('unsupported', { type: 'poll_creation' }, '[unsupported message: poll creation]'),
  said('request_welcome', {}, '[chat opened]'),
  said('contacts', [{ vcard: 'BEGIN:VCARD\nFN:Айгуль К.\nEND:VCARD', origin: 'shared' }], '👤 Айгуль К.'),
  said('hologram', { depth: 3 }, '[unsupported message]'),
  said(
    'interactive',
    {
      type: 'nfm_reply',
      nfm_reply: { name: 'flow', body: 'Sent', response_json: '{"flow_token":"1","city":"Алматы"}' },
    },
    'Sent\ncity: Алматы',
  ),
  said('interactive', { type: 'nfm_reply', nfm_reply: { name: 'flow', body: 'Sent', response_json: null } }, 'Sent'),
  said(
    'interactive',
    { type: 'call_permission_reply', call_permission_reply: { response: 'accept' } },
    '[call permission: accept]',
  ),
  message('interactive without its object', { type: 'interactive' }, '[unsupported message]'),
  message(
    'forwarded',
    { type: 'text', context: { frequently_forwarded: true }, text: { body: 'Перешлите' } },
    'Перешлите',
  ),
  said('edit', { original_message_id: REPLY.id, message: { type: 'text', text: { body: 'иначе' } } }, null),
  said('revoke', { original_message_id: REPLY.id }, null),
  {
    name: 'an error beside messages',
    field: 'messages',
    value: { ...AROUND, errors: [{ code: 131000, title: 'Unsupported webhook payload' }] },
  },
  {
    name: 'the contacts of the phone app',
    field: 'smb_app_state_sync',
    value: {
      ...AROUND,
      state_sync: [
        {
          type: 'contact',
          action: 'remove',
          contact: { full_name: 'А', first_name: 'А', phone_number: EXAMPLE_PHONE },
          metadata: { timestamp: '1772360000' },
        },
      ],
    },
  },
];
