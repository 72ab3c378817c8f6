import type { ApiBodyOptions } from '@nestjs/swagger';

type Examples = NonNullable<Extract<ApiBodyOptions, { examples?: unknown }>['examples']>;

const AIGUL = { from: '+77011234567', profileName: 'Айгуль' };

const METADATA = { display_phone_number: '77270000000', phone_number_id: '106540352242922' };
const NOTICE = { messaging_product: 'whatsapp', metadata: METADATA };

/** What Meta tells of customers outside of what they write; for the drop-down in Swagger UI. */
export const WEBHOOK_EXAMPLES = {
  changedNumber: {
    summary: 'A customer has a new number',
    value: {
      value: {
        ...NOTICE,
        messages: [
          {
            from: '77010000202',
            id: 'wamid.changed-number-1',
            timestamp: '1764936000',
            type: 'system',
            system: {
              type: 'user_changed_number',
              body: 'User changed from 77010000202 to 77010000299',
              wa_id: '77010000299',
              previous_user_id: 'KZ.1349120865530274202',
              user_id: 'KZ.1349120865530274299',
            },
          },
        ],
      },
    },
  },
  changedUserId: {
    summary: 'A customer without a phone has a new user id',
    value: {
      value: {
        ...NOTICE,
        messages: [
          {
            id: 'wamid.changed-user-id-1',
            timestamp: '1764936000',
            type: 'system',
            system: {
              type: 'user_changed_user_id',
              body: 'User changed their id',
              previous_user_id: 'KZ.1349120865530274205',
              user_id: 'KZ.1349120865530274298',
            },
          },
        ],
      },
    },
  },
  stopMarketing: {
    summary: 'A customer wants no marketing messages any more',
    value: {
      field: 'user_preferences',
      value: {
        ...NOTICE,
        contacts: [{ profile: { name: 'Айгуль' }, wa_id: '77011234567' }],
        user_preferences: [
          {
            wa_id: '77011234567',
            detail: 'User requested to stop marketing messages',
            category: 'marketing_messages',
            value: 'stop',
            timestamp: 1764936000,
          },
        ],
      },
    },
  },
  templatePaused: {
    summary: 'WhatsApp pauses a template (order_ready, ru)',
    value: {
      field: 'message_template_status_update',
      value: {
        event: 'PAUSED',
        message_template_id: 1380000000000001,
        message_template_name: 'order_ready',
        message_template_language: 'ru',
        message_template_category: 'UTILITY',
        reason: null,
        other_info: { title: 'FIRST_PAUSE', description: 'Low quality; it is paused for 3 hours.' },
      },
    },
  },
  templateApproved: {
    summary: 'WhatsApp approves it again',
    value: {
      field: 'message_template_status_update',
      value: {
        event: 'APPROVED',
        message_template_id: 1380000000000001,
        message_template_name: 'order_ready',
        message_template_language: 'ru',
        message_template_category: 'UTILITY',
        reason: 'NONE',
      },
    },
  },
  templateQuality: {
    summary: 'The quality of a template falls',
    value: {
      field: 'message_template_quality_update',
      value: {
        previous_quality_score: 'GREEN',
        new_quality_score: 'YELLOW',
        message_template_id: 1380000000000001,
        message_template_name: 'order_ready',
        message_template_language: 'ru',
      },
    },
  },
  templateCategory: {
    summary: 'WhatsApp calls a template marketing',
    value: {
      field: 'template_category_update',
      value: {
        previous_category: 'UTILITY',
        new_category: 'MARKETING',
        message_template_id: 1380000000000001,
        message_template_name: 'order_ready',
        message_template_language: 'ru',
      },
    },
  },
} satisfies Examples;

/** For the drop-down in Swagger UI. */
export const INBOUND_EXAMPLES = {
  text: { summary: 'A text', value: { ...AIGUL, text: 'Здравствуйте! Мой заказ готов?' } },
  photo: { summary: 'A photo', value: { ...AIGUL, type: 'image' } },
  location: {
    summary: 'A location',
    value: { ...AIGUL, type: 'location', location: { latitude: 43.238949, longitude: 76.889709, name: 'Алматы' } },
  },
  reaction: {
    summary: 'A reaction (message_id: whatsappMessageId of a message)',
    value: { ...AIGUL, type: 'reaction', reaction: { message_id: 'wamid.HBgNNzk...', emoji: '👍' } },
  },
  reactionRemoved: {
    summary: 'A reaction taken back',
    value: { ...AIGUL, type: 'reaction', reaction: { message_id: 'wamid.HBgNNzk...', emoji: '' } },
  },
  edit: {
    summary: 'The customer edits a message of theirs',
    value: {
      ...AIGUL,
      type: 'edit',
      edit: {
        original_message_id: 'wamid.HBgNNzk...',
        message: { type: 'text', text: { body: 'Здравствуйте! Заказ №12345 готов?' } },
      },
    },
  },
  revoke: {
    summary: 'The customer deletes a message of theirs for everyone',
    value: { ...AIGUL, type: 'revoke', revoke: { original_message_id: 'wamid.HBgNNzk...' } },
  },
  noPhone: {
    summary: 'Somebody without a phone number',
    value: { from: 'KZ.1349120865530274205', text: 'Добрый день!' },
  },
  stranger: {
    summary: 'A new customer',
    value: { from: '+77017654321', profileName: 'Данияр', text: 'Вы ещё работаете?' },
  },
} satisfies Examples;
