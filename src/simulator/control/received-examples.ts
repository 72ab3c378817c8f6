import type { ApiBodyOptions } from '@nestjs/swagger';

type Examples = NonNullable<Extract<ApiBodyOptions, { examples?: unknown }>['examples']>;

const OURS = '77270000000';
const AIGUL = '77011234567';
const AROUND = {
  messaging_product: 'whatsapp',
  metadata: { display_phone_number: OURS, phone_number_id: '106540352242922' },
};
const FROM_AIGUL = { from: `+${AIGUL}`, profileName: 'Айгуль' };
const ECHO = { from: OURS, to: AIGUL, timestamp: '1764936000' };
const CALL = { from: AIGUL, to: OURS, timestamp: '1764936000', direction: 'USER_INITIATED' };

/** What comes beside messages of customers; for the drop-down in Swagger UI. */
export const RECEIVED_WEBHOOK_EXAMPLES = {
  phoneEcho: {
    summary: 'Staff write on the phone of the number',
    value: {
      field: 'smb_message_echoes',
      value: {
        ...AROUND,
        message_echoes: [{ ...ECHO, id: 'wamid.echo-1', type: 'text', text: { body: 'Отвечаю с телефона' } }],
      },
    },
  },
  phoneEchoEdited: {
    summary: '… and edit it there',
    value: {
      field: 'smb_message_echoes',
      value: {
        ...AROUND,
        message_echoes: [
          {
            ...ECHO,
            id: 'wamid.echo-2',
            type: 'edit',
            edit: {
              original_message_id: 'wamid.echo-1',
              message: { type: 'text', text: { body: 'Отвечаю с рабочего телефона' } },
            },
          },
        ],
      },
    },
  },
  missedCall: {
    summary: 'A missed call',
    value: {
      field: 'calls',
      value: { ...AROUND, calls: [{ ...CALL, id: 'wacid.missed-1', event: 'terminate', status: 'FAILED' }] },
    },
  },
  call: {
    summary: 'A call of two minutes',
    value: {
      field: 'calls',
      value: {
        ...AROUND,
        calls: [
          {
            ...CALL,
            id: 'wacid.call-1',
            event: 'terminate',
            status: 'COMPLETED',
            start_time: '1764936000',
            end_time: '1764936120',
            duration: 120,
          },
        ],
      },
    },
  },
  history: {
    summary: 'A history sync brings an old conversation',
    value: {
      field: 'history',
      value: {
        ...AROUND,
        history: [
          {
            metadata: { phase: 0, chunk_order: 1, progress: 100 },
            threads: [
              {
                id: '77017654000',
                messages: [
                  {
                    from: '77017654000',
                    id: 'wamid.history-1',
                    timestamp: '1764500000',
                    type: 'text',
                    text: { body: 'Добрый день! Сколько стоит доставка?' },
                    history_context: { status: 'READ' },
                  },
                  {
                    from: OURS,
                    to: '77017654000',
                    id: 'wamid.history-2',
                    timestamp: '1764500060',
                    type: 'text',
                    text: { body: 'По городу бесплатно.' },
                    history_context: { status: 'READ' },
                  },
                ],
              },
            ],
          },
        ],
      },
    },
  },
  groupMessage: {
    summary: 'A message of a group (kept as a dead letter)',
    value: {
      value: {
        ...AROUND,
        messages: [
          {
            from: AIGUL,
            group_id: 'Y2FwaV9ncm91cDox',
            id: 'wamid.group-1',
            timestamp: '1764936000',
            type: 'text',
            text: { body: 'Всем привет' },
          },
        ],
      },
    },
  },
  qualityFlagged: {
    summary: 'WhatsApp warns of the quality of the number',
    value: {
      field: 'phone_number_quality_update',
      value: { display_phone_number: OURS, event: 'FLAGGED', current_limit: 'TIER_2K' },
    },
  },
  messagingLimit: {
    summary: 'Two customers a day may be reached outside the window; this simulator keeps to it (-1: no limit)',
    value: { field: 'business_capability_update', value: { max_daily_conversations_per_business: 2 } },
  },
  nameApproved: {
    summary: 'The name of the number is approved',
    value: {
      field: 'phone_number_name_update',
      value: { display_phone_number: OURS, decision: 'APPROVED', requested_verified_name: 'Shop' },
    },
  },
  disconnected: {
    summary: 'The account is disconnected',
    value: { field: 'account_update', value: { event: 'PARTNER_REMOVED' } },
  },
} satisfies Examples;

/** Further types of messages; for the drop-down in Swagger UI. */
export const RECEIVED_INBOUND_EXAMPLES = {
  fromAd: {
    summary: 'From an advertisement',
    value: {
      ...FROM_AIGUL,
      text: 'Можно подробнее?',
      referral: {
        source_url: 'https://fb.me/3cr4Wqqkv',
        source_id: '120226305854810726',
        source_type: 'ad',
        headline: 'Летние скидки',
        body: 'Напишите нам',
        media_type: 'image',
        ctwa_clid: 'Aff-n8ZTODiE79d22',
      },
    },
  },
  reply: {
    summary: 'A reply (id: whatsappMessageId of a message)',
    value: { ...FROM_AIGUL, text: 'Да, подходит', context: { from: OURS, id: 'wamid.HBgNNzk...' } },
  },
  order: {
    summary: 'An order',
    value: {
      ...FROM_AIGUL,
      type: 'order',
      order: {
        catalog_id: '194836987003835',
        text: 'Побыстрее, пожалуйста',
        product_items: [{ product_retailer_id: 'sku-1', quantity: 2, item_price: 990, currency: 'KZT' }],
      },
    },
  },
  flowReply: {
    summary: 'A form that was filled in',
    value: {
      ...FROM_AIGUL,
      type: 'interactive',
      interactive: {
        type: 'nfm_reply',
        nfm_reply: { name: 'flow', body: 'Sent', response_json: '{"flow_token":"1","city":"Алматы"}' },
      },
    },
  },
  buttonReply: {
    summary: 'A pressed button',
    value: {
      ...FROM_AIGUL,
      type: 'interactive',
      interactive: { type: 'button_reply', button_reply: { id: 'yes', title: 'Да' } },
    },
  },
  sharedContact: {
    summary: 'A shared contact',
    value: {
      ...FROM_AIGUL,
      type: 'contacts',
      contacts: [{ name: { formatted_name: 'Данияр' }, phones: [{ phone: '+7 701 765-43-21', wa_id: '77017654321' }] }],
    },
  },
  poll: {
    summary: 'What WhatsApp does not pass on',
    value: {
      ...FROM_AIGUL,
      type: 'unsupported',
      unsupported: { type: 'poll_creation' },
      errors: [{ code: 131051, title: 'Message type unknown' }],
    },
  },
} satisfies Examples;
