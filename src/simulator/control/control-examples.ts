import type { ApiBodyOptions } from '@nestjs/swagger';

type Examples = NonNullable<Extract<ApiBodyOptions, { examples?: unknown }>['examples']>;

const AIGUL = { from: '+77011234567', profileName: 'Айгуль' };

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
