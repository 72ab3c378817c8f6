import type { ErrorEntry } from '../error-entry.js';

/** What is not there, and what stands against it. */
export const STATE_ERRORS = {
  NOT_FOUND: {
    status: 404,
    title: { en: 'Not found', ru: 'Не найдено' },
    detail: { en: 'There is nothing at this address.', ru: 'По этому адресу ничего нет.' },
    action: { en: 'Check the address against /api/docs.', ru: 'Сверьте адрес с /api/docs.' },
    fault: 'client',
    retryable: false,
  },
  CHAT_NOT_FOUND: {
    status: 404,
    title: { en: 'Chat not found', ru: 'Чат не найден' },
    detail: { en: 'Chat not found.', ru: 'Чат не найден.' },
    action: {
      en: 'Check the id; an administrator or supervisor can give you access to the chat.',
      ru: 'Проверьте id; доступ к чату может дать администратор или супервизор.',
    },
    fault: 'client',
    retryable: false,
  },
  MESSAGE_NOT_FOUND: {
    status: 404,
    title: { en: 'Message not found', ru: 'Сообщение не найдено' },
    detail: { en: 'Message not found.', ru: 'Сообщение не найдено.' },
    action: {
      en: "Check the id, and percent-encode it where it is WhatsApp's.",
      ru: 'Проверьте id; идентификатор WhatsApp нужно передавать в percent-encoding.',
    },
    fault: 'client',
    retryable: false,
  },
  MEDIA_NOT_FOUND: {
    status: 404,
    title: { en: 'File not found', ru: 'Файл не найден' },
    detail: { en: 'File not found.', ru: 'Файл не найден.' },
    action: {
      en: 'Read the message again: the file may be gone or not yours to see.',
      ru: 'Запросите сообщение снова: файл мог быть удалён или недоступен вам.',
    },
    fault: 'client',
    retryable: false,
  },
  THUMBNAIL_NOT_FOUND: {
    status: 404,
    title: { en: 'No thumbnail', ru: 'Нет миниатюры' },
    detail: {
      en: 'This file has no thumbnail: it is no image, or one that cannot be read.',
      ru: 'У этого файла нет миниатюры: это не изображение, или его не удалось прочитать.',
    },
    action: { en: 'Show the file itself by mediaUrl.', ru: 'Покажите сам файл по mediaUrl.' },
    fault: 'client',
    retryable: false,
  },
  MEDIA_EXPIRED: {
    status: 409,
    title: { en: 'File gone at WhatsApp', ru: 'Файла больше нет в WhatsApp' },
    detail: {
      en: 'WhatsApp keeps the files of customers for 7 days, and this one was not fetched in time.',
      ru: 'WhatsApp хранит файлы клиентов 7 дней; этот вовремя получить не удалось.',
    },
    action: {
      en: 'Ask the customer to send the file again.',
      ru: 'Попросите клиента отправить файл ещё раз.',
    },
    fault: 'client',
    retryable: false,
  },
  USER_NOT_FOUND: {
    status: 404,
    title: { en: 'User not found', ru: 'Пользователь не найден' },
    detail: { en: 'User not found.', ru: 'Пользователь не найден.' },
    action: { en: 'Take the id from GET /api/admin/users.', ru: 'Возьмите id из GET /api/admin/users.' },
    fault: 'client',
    retryable: false,
  },
  CHANNEL_NOT_FOUND: {
    status: 404,
    title: { en: 'Channel not found', ru: 'Канал не найден' },
    detail: { en: 'Channel not found.', ru: 'Канал не найден.' },
    action: { en: 'Take the id from GET /api/admin/channels.', ru: 'Возьмите id из GET /api/admin/channels.' },
    fault: 'client',
    retryable: false,
  },
  API_KEY_NOT_FOUND: {
    status: 404,
    title: { en: 'API key not found', ru: 'Ключ API не найден' },
    detail: { en: 'API key not found.', ru: 'Ключ API не найден.' },
    action: { en: 'Check the id in the list of API keys.', ru: 'Проверьте id по списку ключей API.' },
    fault: 'client',
    retryable: false,
  },
  WEBHOOK_NOT_FOUND: {
    status: 404,
    title: { en: 'Webhook not found', ru: 'Вебхук не найден' },
    detail: { en: 'Webhook not found.', ru: 'Вебхук не найден.' },
    action: {
      en: 'Take the id from GET /api/admin/webhooks; old webhooks are deleted after some days.',
      ru: 'Возьмите id из GET /api/admin/webhooks; старые вебхуки через несколько дней удаляются.',
    },
    fault: 'client',
    retryable: false,
  },
  CHAT_TAKEN: {
    status: 409,
    title: { en: 'Chat taken', ru: 'Чат занят' },
    detail: { en: 'The chat belongs to another operator.', ru: 'Чат ведёт другой оператор.' },
    action: {
      en: 'Ask the operator named in `assignee` to hand it over, or a supervisor to reassign it.',
      ru: 'Попросите оператора из `assignee` передать чат или супервизора переназначить его.',
    },
    fault: 'operator',
    retryable: false,
  },
  CHAT_OF_ANOTHER: {
    status: 409,
    title: { en: 'Chat of another operator', ru: 'Чат другого оператора' },
    detail: {
      en: 'Another operator has the chat with this number.',
      ru: 'Чат с этим номером ведёт другой оператор.',
    },
    action: {
      en: 'Ask a supervisor to hand the chat over to you.',
      ru: 'Попросите супервизора передать вам этот чат.',
    },
    fault: 'operator',
    retryable: false,
  },
  CUSTOMER_NOT_FOUND: {
    status: 404,
    title: { en: 'Customer not found', ru: 'Клиент не найден' },
    detail: { en: 'Customer not found.', ru: 'Клиент не найден.' },
    action: {
      en: 'Take the id from `customer` of a chat; who sees none of their chats does not see the customer.',
      ru: 'Возьмите id из `customer` чата; клиент виден тому, кому виден хотя бы один его чат.',
    },
    fault: 'client',
    retryable: false,
  },
  CHAT_MERGED: {
    status: 409,
    title: { en: 'Chat merged', ru: 'Чат объединён' },
    detail: {
      en: 'This chat was merged into another one: its customer turned out to be a person we had a chat with.',
      ru: 'Этот чат объединён с другим: оказалось, что с этим клиентом уже есть чат.',
    },
    action: { en: 'Go on in the chat `mergedInto`.', ru: 'Продолжайте в чате `mergedInto`.' },
    fault: 'operator',
    retryable: false,
  },
  CUSTOMER_BLOCKED: {
    status: 409,
    title: { en: 'Customer blocked', ru: 'Клиент заблокирован' },
    detail: { en: 'The customer is blocked on this number.', ru: 'Клиент заблокирован на этом номере.' },
    action: { en: 'Unblock the customer first.', ru: 'Сначала разблокируйте клиента.' },
    fault: 'operator',
    retryable: false,
  },
  EMAIL_TAKEN: {
    status: 409,
    title: { en: 'Email taken', ru: 'Email занят' },
    detail: { en: 'A user with this email exists.', ru: 'Пользователь с таким email уже есть.' },
    action: {
      en: 'Choose another email, or change the user who has it.',
      ru: 'Укажите другой email или измените пользователя, у которого он уже есть.',
    },
    fault: 'operator',
    retryable: false,
  },
  PHONE_NUMBER_ID_TAKEN: {
    status: 409,
    title: { en: 'Number taken', ru: 'Номер занят' },
    detail: { en: 'A channel with this phoneNumberId exists.', ru: 'Канал с таким phoneNumberId уже есть.' },
    action: {
      en: 'Change the channel that has this number instead of creating another.',
      ru: 'Измените канал, у которого уже есть этот номер, вместо создания нового.',
    },
    fault: 'admin',
    retryable: false,
  },
  LAST_ADMIN: {
    status: 409,
    title: { en: 'Last admin', ru: 'Последний администратор' },
    detail: {
      en: 'This is the last admin who can sign in; make another one first.',
      ru: 'Это последний действующий администратор; сначала назначьте другого.',
    },
    action: {
      en: 'Make another user an administrator first.',
      ru: 'Сначала назначьте администратором другого пользователя.',
    },
    fault: 'admin',
    retryable: false,
  },
} as const satisfies Record<string, ErrorEntry>;
