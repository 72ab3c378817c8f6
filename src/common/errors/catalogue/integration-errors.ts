import type { ErrorEntry } from '../error-entry.js';

/** Of what other systems are told. */
export const INTEGRATION_ERRORS = {
  WEBHOOK_ENDPOINT_NOT_FOUND: {
    status: 404,
    title: { en: 'Webhook endpoint not found', ru: 'Получатель вебхуков не найден' },
    detail: { en: 'Webhook endpoint not found.', ru: 'Получатель вебхуков не найден.' },
    action: {
      en: 'Take the id from GET /api/admin/webhook-endpoints.',
      ru: 'Возьмите id из GET /api/admin/webhook-endpoints.',
    },
    fault: 'client',
    retryable: false,
  },
  WEBHOOK_DELIVERY_NOT_FOUND: {
    status: 404,
    title: { en: 'Webhook delivery not found', ru: 'Доставка вебхука не найдена' },
    detail: { en: 'Webhook delivery not found.', ru: 'Доставка вебхука не найдена.' },
    action: {
      en: 'Take the id from the deliveries of the endpoint: those that arrived are kept for 7 days, the others for 30.',
      ru: 'Возьмите id из доставок этого получателя: успешные хранятся 7 дней, остальные 30.',
    },
    fault: 'client',
    retryable: false,
  },
  TOO_MANY_WEBHOOK_ENDPOINTS: {
    status: 409,
    title: { en: 'Too many webhook endpoints', ru: 'Слишком много получателей вебхуков' },
    detail: { en: 'There are at most 20 webhook endpoints.', ru: 'Получателей вебхуков может быть не больше 20.' },
    action: { en: 'Delete an endpoint first.', ru: 'Сначала удалите одного из получателей.' },
    fault: 'admin',
    retryable: false,
  },
} as const satisfies Record<string, ErrorEntry>;
