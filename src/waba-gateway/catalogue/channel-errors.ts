import {
  ACCOUNT,
  ADMIN,
  ASK_ADMIN,
  ErrorRow,
  PERMISSION,
  READ_DETAILS,
  REGISTRATION,
  REPORT,
  THROTTLE,
  TOKEN,
  TRANSIENT,
  WAIT,
} from './error-row.js';

/** Errors of the channel: token, account, number, speed, Meta's own troubles. */
export const CHANNEL_ERRORS: readonly ErrorRow[] = [
  {
    codes: [0, 190],
    ...TOKEN,
    title: { en: 'Channel disconnected: the token has expired', ru: 'Канал отключён: токен истёк' },
    action: {
      en: 'An administrator must give the channel a new access token.',
      ru: 'Администратор должен указать новый токен доступа канала.',
    },
  },
  {
    codes: [104, 200],
    ...TOKEN,
    title: { en: 'Channel disconnected: no token given', ru: 'Канал отключён: токен не передан' },
    action: {
      en: 'An administrator must give the channel an access token with the right permissions.',
      ru: 'Администратор должен указать токен доступа канала с нужными правами.',
    },
  },
  {
    codes: [3, 10, [201, 299]],
    ...PERMISSION,
    title: { en: 'The token lacks a permission', ru: 'У токена нет нужного разрешения' },
    action: {
      en: 'An administrator must grant whatsapp_business_messaging to the token.',
      ru: 'Администратор должен выдать токену разрешение whatsapp_business_messaging.',
    },
  },
  {
    codes: [131005],
    ...PERMISSION,
    title: { en: 'Access denied', ru: 'Доступ запрещён' },
    action: ASK_ADMIN,
  },
  {
    codes: [33, { code: 100, subcode: 33 }],
    ...ACCOUNT,
    title: { en: 'The business number is unknown to the token', ru: 'Номер компании недоступен этому токену' },
    action: {
      en: "An administrator must check the channel's phoneNumberId and what the token may see.",
      ru: 'Администратор должен проверить phoneNumberId канала и права токена.',
    },
  },
  {
    codes: [368, 131031],
    ...ACCOUNT,
    title: { en: 'WhatsApp has restricted the business account', ru: 'WhatsApp ограничил аккаунт компании' },
    action: {
      en: 'An administrator must look into WhatsApp Manager and appeal.',
      ru: 'Администратору нужно зайти в WhatsApp Manager и подать апелляцию.',
    },
  },
  {
    codes: [131045, 133006, 133010],
    ...REGISTRATION,
    title: { en: 'The business number is not registered', ru: 'Номер компании не зарегистрирован' },
    action: {
      en: 'An administrator must verify and register the number with the Cloud API.',
      ru: 'Администратор должен подтвердить номер и зарегистрировать его в Cloud API.',
    },
  },
  {
    codes: [133000, 133005, 133008, 133009, 133015],
    ...REGISTRATION,
    retry: 'later',
    title: { en: 'The number could not be registered', ru: 'Не удалось зарегистрировать номер' },
    action: {
      en: 'An administrator must check the PIN, deregister the number if needed, wait 5 minutes and try again.',
      ru: 'Администратор должен проверить PIN, при необходимости снять номер с регистрации, подождать 5 минут и повторить.',
    },
  },
  {
    codes: [133016],
    ...REGISTRATION,
    retry: 'later',
    title: { en: 'The number was registered too often', ru: 'Номер регистрировали слишком часто' },
    action: {
      en: 'An administrator may try again after 72 hours.',
      ru: 'Администратор может повторить попытку через 72 часа.',
    },
  },
  {
    codes: [131037],
    ...ADMIN,
    category: 'account',
    title: { en: 'The display name is not approved', ru: 'Отображаемое имя не одобрено' },
    action: {
      en: 'An administrator must have the display name approved in WhatsApp Manager.',
      ru: 'Администратор должен добиться одобрения имени в WhatsApp Manager.',
    },
  },
  {
    codes: [131042, 131044],
    ...ADMIN,
    category: 'billing',
    title: { en: 'WhatsApp billing problem', ru: 'Проблема с оплатой WhatsApp' },
    action: {
      en: 'An administrator must fix the payment method of the WhatsApp account.',
      ru: 'Администратор должен исправить способ оплаты аккаунта WhatsApp.',
    },
  },
  {
    codes: [134011],
    ...ADMIN,
    category: 'billing',
    title: { en: 'Terms of WhatsApp payments not accepted', ru: 'Условия платежей WhatsApp не приняты' },
    action: {
      en: 'An administrator must accept the terms in WhatsApp Manager.',
      ru: 'Администратор должен принять условия в WhatsApp Manager.',
    },
  },
  {
    // 17, 613 and 80008 are other names of the same limits, seen on Graph edges.
    codes: [4, 17, 613, 80007, 80008, 130429],
    ...THROTTLE,
    title: { en: 'Sending is slowed down', ru: 'Отправка замедлена' },
    action: WAIT,
  },
  {
    codes: [131056],
    ...THROTTLE,
    retry: 'pair',
    title: { en: 'Too many messages to this customer', ru: 'Слишком много сообщений этому клиенту' },
    action: WAIT,
  },
  {
    codes: [131048],
    ...ADMIN,
    category: 'quality',
    retry: 'later',
    title: { en: 'WhatsApp limits this number for quality', ru: 'WhatsApp ограничил номер из-за качества' },
    action: {
      en: 'Wait some hours; an administrator should check the quality rating of the number.',
      ru: 'Подождите несколько часов; администратору стоит проверить рейтинг качества номера.',
    },
  },
  {
    codes: [131064],
    ...ADMIN,
    category: 'quality',
    retry: 'later',
    title: {
      en: 'WhatsApp limits this number for wrong template categories',
      ru: 'WhatsApp ограничил номер из-за категорий шаблонов',
    },
    action: {
      en: 'An administrator must correct the categories of the templates and wait.',
      ru: 'Администратор должен исправить категории шаблонов и подождать.',
    },
  },
  {
    codes: [1],
    ...TRANSIENT,
    retry: 'once',
    title: { en: 'WhatsApp could not process the message', ru: 'WhatsApp не смог обработать сообщение' },
    action: READ_DETAILS,
  },
  {
    codes: [2, 131000, 131016, 133004],
    ...TRANSIENT,
    title: { en: 'WhatsApp is temporarily unavailable', ru: 'WhatsApp временно недоступен' },
    action: WAIT,
  },
  {
    codes: [131057, 2494100],
    ...TRANSIENT,
    title: { en: 'The number is under maintenance for a minute', ru: 'Номер на обслуживании около минуты' },
    action: WAIT,
  },
  {
    codes: [[139100, 139103]],
    ...ADMIN,
    title: { en: 'The block list was not changed', ru: 'Список блокировок не изменён' },
    action: REPORT,
  },
  {
    codes: [[2593107, 2593109]],
    ...ADMIN,
    category: 'history',
    title: { en: 'The history of the phone app is not available', ru: 'История приложения недоступна' },
    action: {
      en: 'Nothing: it can be fetched once, within 24 hours, and only if the owner agreed.',
      ru: 'Ничего: её можно получить один раз, в течение 24 часов и только с согласия владельца.',
    },
  },
];
