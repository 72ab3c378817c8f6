import {
  ADMIN,
  ASK_ADMIN,
  CONTENT,
  ErrorRow,
  MARKETING,
  MEDIA,
  NOTHING,
  READ_DETAILS,
  RECIPIENT,
  REPORT,
} from './error-row.js';

/** Errors of one message: whom it goes to, what it says, when. */
export const MESSAGE_ERRORS: readonly ErrorRow[] = [
  {
    codes: [131026],
    ...RECIPIENT,
    title: {
      en: 'Not delivered: the customer may not use WhatsApp',
      ru: 'Не доставлено: возможно, у клиента нет WhatsApp',
    },
    action: {
      en: 'Reach the customer another way, or ask them to update WhatsApp and to write first.',
      ru: 'Свяжитесь с клиентом иначе или попросите его обновить WhatsApp и написать первым.',
    },
  },
  {
    codes: [131030],
    ...RECIPIENT,
    fault: 'admin',
    title: {
      en: 'Test mode: this phone is not on the allowed list',
      ru: 'Тестовый режим: номера нет в списке разрешённых',
    },
    action: {
      en: 'An administrator must add this phone to the allowed recipients of the test number.',
      ru: 'Администратор должен добавить номер в список получателей тестового номера.',
    },
  },
  {
    codes: [131021],
    ...RECIPIENT,
    fault: 'operator',
    title: { en: 'A number cannot write to itself', ru: 'Номер не может писать самому себе' },
    action: NOTHING,
  },
  {
    codes: [130497],
    ...RECIPIENT,
    fault: 'admin',
    title: { en: 'This business may not write to this country', ru: 'Писать в эту страну нельзя' },
    action: NOTHING,
  },
  {
    codes: [130403],
    ...RECIPIENT,
    fault: 'operator',
    title: { en: 'The customer is blocked by us', ru: 'Клиент заблокирован нами' },
    action: { en: 'Unblock the customer first.', ru: 'Сначала разблокируйте клиента.' },
  },
  {
    codes: [131062],
    ...RECIPIENT,
    fault: 'operator',
    title: { en: 'This needs the phone number of the customer', ru: 'Для этого нужен номер телефона клиента' },
    action: { en: 'Ask the customer for a phone number.', ru: 'Попросите у клиента номер телефона.' },
  },
  {
    codes: [137000],
    ...RECIPIENT,
    title: { en: "The customer's security code changed", ru: 'Код безопасности клиента изменился' },
    action: { en: 'Confirm who it is, then send again.', ru: 'Убедитесь, кто это, и отправьте снова.' },
  },
  {
    codes: [131047],
    ...RECIPIENT,
    category: 'window',
    ourCode: 'WINDOW_CLOSED',
    title: { en: '24-hour window closed', ru: '24-часовое окно закрыто' },
    action: {
      en: 'Send a template, or wait for the customer to write.',
      ru: 'Отправьте шаблон или дождитесь сообщения клиента.',
    },
  },
  {
    codes: [131049, 130472],
    ...MARKETING,
    fault: 'meta',
    retry: 'later',
    title: {
      en: 'WhatsApp did not deliver this marketing message',
      ru: 'WhatsApp не доставил это рекламное сообщение',
    },
    action: { en: 'Do not send it again within 24 hours.', ru: 'Не отправляйте его повторно в течение 24 часов.' },
  },
  {
    codes: [131050],
    ...MARKETING,
    title: { en: 'The customer opted out of marketing messages', ru: 'Клиент отказался от рекламных сообщений' },
    action: NOTHING,
  },
  {
    codes: [100],
    ...CONTENT,
    title: {
      en: 'WhatsApp does not accept a value of this message',
      ru: 'WhatsApp не принимает значение в этом сообщении',
    },
    action: READ_DETAILS,
  },
  {
    codes: [131008, 131009],
    ...CONTENT,
    title: { en: 'A value of the message is missing or wrong', ru: 'В сообщении не хватает значения или оно неверно' },
    action: READ_DETAILS,
  },
  {
    codes: [135000],
    ...CONTENT,
    title: {
      en: 'WhatsApp could not send the message as it is',
      ru: 'WhatsApp не смог отправить сообщение в таком виде',
    },
    action: READ_DETAILS,
  },
  {
    codes: [131051],
    ...CONTENT,
    title: { en: 'This type of message is not supported', ru: 'Этот тип сообщений не поддерживается' },
    action: { en: 'Send it as another type.', ru: 'Отправьте сообщением другого типа.' },
  },
  {
    codes: [131052],
    ...MEDIA,
    fault: 'customer',
    title: { en: "The customer's file could not be fetched", ru: 'Не удалось получить файл клиента' },
    action: {
      en: 'Ask the customer to send it again, below 100 MB.',
      ru: 'Попросите прислать файл ещё раз, меньше 100 МБ.',
    },
  },
  {
    codes: [131053],
    ...MEDIA,
    title: { en: 'The file was not accepted', ru: 'Файл не принят' },
    action: {
      en: 'Check type and size of the file and send it again.',
      ru: 'Проверьте тип и размер файла и отправьте снова.',
    },
  },
  {
    codes: [131060],
    ...MEDIA,
    category: 'content',
    fault: 'meta',
    title: { en: 'The message is not available here', ru: 'Сообщение здесь недоступно' },
    action: {
      en: 'Open the phone app to see this message.',
      ru: 'Откройте приложение на телефоне, чтобы увидеть сообщение.',
    },
  },
  {
    codes: [131055, 134100, 134102],
    ...ADMIN,
    category: 'marketing',
    title: { en: 'The marketing interface refused the message', ru: 'Маркетинговый интерфейс отклонил сообщение' },
    action: REPORT,
  },
  {
    codes: [134101],
    ...ADMIN,
    category: 'marketing',
    retry: 'later',
    title: { en: 'The marketing interface is not ready', ru: 'Маркетинговый интерфейс ещё не готов' },
    action: { en: 'Try again in 10 minutes.', ru: 'Повторите через 10 минут.' },
  },
  {
    codes: [131063],
    ...ADMIN,
    category: 'marketing',
    title: {
      en: 'Marketing templates are switched off for this number',
      ru: 'Рекламные шаблоны отключены для этого номера',
    },
    action: ASK_ADMIN,
  },
];
