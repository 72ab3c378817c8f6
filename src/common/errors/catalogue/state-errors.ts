import type { ErrorEntry } from '../error-entry.js';

/** What is not there, what stands against it, and what WhatsApp refuses for good. */
export const STATE_ERRORS = {
  NOT_FOUND: {
    status: 404,
    title: { en: 'Not found', ru: 'Не найдено' },
    detail: { en: 'There is nothing at this address.', ru: 'По этому адресу ничего нет.' },
  },
  CHAT_NOT_FOUND: {
    status: 404,
    title: { en: 'Chat not found', ru: 'Чат не найден' },
    detail: { en: 'Chat not found.', ru: 'Чат не найден.' },
  },
  MESSAGE_NOT_FOUND: {
    status: 404,
    title: { en: 'Message not found', ru: 'Сообщение не найдено' },
    detail: { en: 'Message not found.', ru: 'Сообщение не найдено.' },
  },
  MEDIA_NOT_FOUND: {
    status: 404,
    title: { en: 'File not found', ru: 'Файл не найден' },
    detail: { en: 'File not found.', ru: 'Файл не найден.' },
  },
  USER_NOT_FOUND: {
    status: 404,
    title: { en: 'User not found', ru: 'Пользователь не найден' },
    detail: { en: 'User not found.', ru: 'Пользователь не найден.' },
  },
  CHANNEL_NOT_FOUND: {
    status: 404,
    title: { en: 'Channel not found', ru: 'Канал не найден' },
    detail: { en: 'Channel not found.', ru: 'Канал не найден.' },
  },
  WINDOW_CLOSED: {
    status: 409,
    title: { en: 'Service window closed', ru: 'Окно обслуживания закрыто' },
    detail: {
      en: 'More than 24 hours have passed since the customer last wrote; only a template can be sent.',
      ru: 'Прошло более 24 часов с последнего сообщения клиента; можно отправить только шаблон.',
    },
  },
  EMAIL_TAKEN: {
    status: 409,
    title: { en: 'Email taken', ru: 'Email занят' },
    detail: { en: 'A user with this email exists.', ru: 'Пользователь с таким email уже есть.' },
  },
  PHONE_NUMBER_ID_TAKEN: {
    status: 409,
    title: { en: 'Number taken', ru: 'Номер занят' },
    detail: { en: 'A channel with this phoneNumberId exists.', ru: 'Канал с таким phoneNumberId уже есть.' },
  },
  LAST_ADMIN: {
    status: 409,
    title: { en: 'Last admin', ru: 'Последний администратор' },
    detail: {
      en: 'This is the last admin who can sign in; make another one first.',
      ru: 'Это последний действующий администратор; сначала назначьте другого.',
    },
  },
  IDEMPOTENCY_MISMATCH: {
    status: 422,
    title: { en: 'Key used for another message', ru: 'Ключ уже использован' },
    detail: {
      en: 'This idempotency key was used with another body.',
      ru: 'Этот ключ идемпотентности уже использован с другим телом запроса.',
    },
  },
  RECIPIENT: {
    status: 422,
    title: { en: 'Customer not reachable', ru: 'Клиент недоступен' },
    detail: {
      en: 'WhatsApp cannot deliver to this customer.',
      ru: 'WhatsApp не может доставить сообщение этому клиенту.',
    },
  },
  REJECTED: {
    status: 422,
    title: { en: 'Refused by WhatsApp', ru: 'Отклонено WhatsApp' },
    detail: { en: 'WhatsApp refused the message.', ru: 'WhatsApp отклонил сообщение.' },
  },
} as const satisfies Record<string, ErrorEntry>;
