import { expect } from '@jest/globals';
import { type SendableType, sendTypeOf } from '../../src/messages/send/types/send-types.js';

/** What becomes of the example of a type. */
export interface SentAs {
  metaType: string;
  /** What Meta gets under the name of the type. */
  object: unknown;
  content: string;
  /** As the history shows it. */
  details: Record<string, unknown>;
}

function own(type: SendableType, content: string): SentAs {
  const object = sendTypeOf(type).example.value[type];
  return { metaType: type, object, content, details: Array.isArray(object) ? { [type]: object } : Object(object) };
}

function file(metaType: string, content: string, more: object = {}, details: Record<string, unknown> = {}): SentAs {
  return { metaType, object: { id: expect.any(String), ...more, ...details }, content, details };
}

/** By type, from the wamid of the message it may speak of. A type without a line here does not compile. */
export const SENT_TYPES: Readonly<Record<SendableType, (target: string) => SentAs>> = {
  text: () => ({
    metaType: 'text',
    object: { body: 'Здравствуйте! Ваш заказ готов к выдаче.', preview_url: true },
    content: 'Здравствуйте! Ваш заказ готов к выдаче.',
    details: {},
  }),
  image: () => file('image', 'Фото вашего заказа', { caption: 'Заказ #12345' }),
  document: () => file('document', 'Счёт на оплату', { caption: 'Счёт #12345', filename: 'invoice_12345.pdf' }),
  video: () => file('video', 'Ваш заказ собран', { caption: 'Ваш заказ собран' }),
  audio: () => file('audio', '[audio]'),
  voice: () => file('audio', '[voice message]', {}, { voice: true }),
  sticker: () => file('sticker', '[sticker]'),
  location: () => own('location', '📍 Пункт выдачи, Алматы, пр. Абая, 10'),
  contacts: () => own('contacts', '👤 Иван Петров'),
  interactive: () => own('interactive', 'Когда удобно получить заказ?'),
  template: () => {
    const components = [
      {
        type: 'body',
        parameters: [
          { type: 'text', parameter_name: 'customer', text: 'Айгуль' },
          { type: 'text', parameter_name: 'order', text: '12345' },
        ],
      },
    ];
    const object = { name: 'order_ready', language: { code: 'ru' }, components };
    const content = 'Здравствуйте, Айгуль! Ваш заказ 12345 готов к выдаче.\n\nЕжедневно с 9:00 до 21:00';
    return { metaType: 'template', object, content, details: object };
  },
  reaction: (target) => ({
    metaType: 'reaction',
    object: { message_id: target, emoji: '👍' },
    content: '👍',
    details: { message_id: target, emoji: '👍' },
  }),
};
