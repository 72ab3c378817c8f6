import type { ErrorEntry } from '../error-entry.js';

/** What becomes of a message: why it cannot be sent, sent again or cancelled, and what WhatsApp refuses for good. */
export const MESSAGE_ERRORS = {
  WINDOW_CLOSED: {
    status: 409,
    title: { en: 'Service window closed', ru: 'Окно обслуживания закрыто' },
    detail: {
      en: 'More than 24 hours have passed since the customer last wrote; only a template can be sent.',
      ru: 'Прошло более 24 часов с последнего сообщения клиента; можно отправить только шаблон.',
    },
    action: {
      en: 'Send a template, or wait for the customer to write.',
      ru: 'Отправьте шаблон или дождитесь сообщения клиента.',
    },
    fault: 'customer',
    retryable: false,
  },
  MESSAGE_STATE: {
    status: 409,
    title: { en: 'Not possible in this state', ru: 'Невозможно в этом состоянии' },
    detail: { en: 'The state of the message does not allow this.', ru: 'Состояние сообщения этого не позволяет.' },
    action: {
      en: 'Read the status of the message and do what fits it.',
      ru: 'Посмотрите статус сообщения и выберите подходящее действие.',
    },
    fault: 'operator',
    retryable: false,
  },
  CANCELLED: {
    status: 409,
    title: { en: 'Message cancelled', ru: 'Сообщение отменено' },
    detail: {
      en: 'The message was cancelled before it was handed to WhatsApp.',
      ru: 'Сообщение отменено до передачи в WhatsApp.',
    },
    action: {
      en: 'Nothing; write the message again if it is needed after all.',
      ru: 'Ничего; если сообщение всё же нужно, напишите его снова.',
    },
    fault: 'operator',
    retryable: false,
  },
  UNKNOWN_OUTCOME: {
    status: 409,
    title: { en: 'Outcome unknown', ru: 'Результат неизвестен' },
    detail: {
      en: 'WhatsApp did not say whether it took the message; the customer may have got it.',
      ru: 'WhatsApp не сообщил, принято ли сообщение; возможно, клиент его получил.',
    },
    action: {
      en: 'Ask the customer, or retry with `acceptDuplicate: true`; they may then get it twice.',
      ru: 'Уточните у клиента или повторите с `acceptDuplicate: true`; тогда он может получить сообщение дважды.',
    },
    fault: 'meta',
    retryable: false,
  },
  MESSAGING_LIMIT: {
    status: 409,
    title: { en: 'Messaging limit reached', ru: 'Достигнут лимит WhatsApp' },
    detail: {
      en: 'For 24 hours as many customers as WhatsApp allows had been written to outside the service window.',
      ru: 'В течение 24 часов вне окна обслуживания уже написали стольким клиентам, скольким разрешает WhatsApp.',
    },
    action: {
      en: 'Send it again when `reach` of the channel shows room, or from another business account.',
      ru: 'Отправьте снова, когда `reach` канала покажет свободное место, или с другого аккаунта компании.',
    },
    fault: 'admin',
    retryable: true,
  },
  IDEMPOTENCY_IN_FLIGHT: {
    status: 409,
    title: { en: 'Still under way', ru: 'Ещё выполняется' },
    detail: {
      en: 'The first request with this idempotency key has not been answered yet.',
      ru: 'На первый запрос с этим ключом идемпотентности ещё не дан ответ.',
    },
    retryAfter: 1,
    action: {
      en: 'Repeat the request after the seconds that Retry-After says: it answers with the same message.',
      ru: 'Повторите запрос через столько секунд, сколько указано в Retry-After: ответ будет о том же сообщении.',
    },
    fault: 'client',
    retryable: true,
  },
  IDEMPOTENCY_MISMATCH: {
    status: 422,
    title: { en: 'Key used for another message', ru: 'Ключ уже использован' },
    detail: {
      en: 'This idempotency key was used with another body.',
      ru: 'Этот ключ идемпотентности уже использован с другим телом запроса.',
    },
    action: {
      en: 'Use a new key for every new message; repeat a key only with the same body.',
      ru: 'Для каждого нового сообщения используйте новый ключ; повторяйте ключ только с тем же телом.',
    },
    fault: 'client',
    retryable: false,
  },
  RECIPIENT: {
    status: 422,
    title: { en: 'Customer not reachable', ru: 'Клиент недоступен' },
    detail: {
      en: 'WhatsApp cannot deliver to this customer.',
      ru: 'WhatsApp не может доставить сообщение этому клиенту.',
    },
    action: {
      en: 'Read `provider`; reach the customer another way, or ask them to write first.',
      ru: 'Прочитайте `provider`; свяжитесь с клиентом иначе или попросите его написать первым.',
    },
    fault: 'customer',
    retryable: false,
  },
  REJECTED: {
    status: 422,
    title: { en: 'Refused by WhatsApp', ru: 'Отклонено WhatsApp' },
    detail: { en: 'WhatsApp refused the message.', ru: 'WhatsApp отклонил сообщение.' },
    action: {
      en: 'Read `provider`, change the message and send it again.',
      ru: 'Прочитайте `provider`, исправьте сообщение и отправьте снова.',
    },
    fault: 'operator',
    retryable: false,
  },
} as const satisfies Record<string, ErrorEntry>;
