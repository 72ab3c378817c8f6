import type { SendType } from './send-type.js';

export const TEXT: SendType = {
  fields: { message: 'needed', replyTo: 'optional' },
  example: { summary: 'Text', value: { message: 'Здравствуйте! Ваш заказ готов к выдаче.' } },
};
