import type { ErrorEntry } from '../error-entry.js';

/** What is wrong on our side or at Meta’s. */
export const SERVER_ERRORS = {
  WABA_NOT_CONFIGURED: {
    status: 500,
    title: { en: 'Channel not connected', ru: 'WABA не настроен' },
    detail: {
      en: 'WABA is not configured: this channel has no wabaAccessToken.',
      ru: 'WABA не настроен: у канала нет wabaAccessToken.',
    },
    action: {
      en: 'An administrator must give the channel its access token: PATCH /api/admin/channels/:id.',
      ru: 'Администратор должен указать токен доступа канала: PATCH /api/admin/channels/:id.',
    },
    fault: 'admin',
    retryable: false,
  },
  INTERNAL: {
    status: 500,
    title: { en: 'Our mistake', ru: 'Наша ошибка' },
    detail: {
      en: 'Something went wrong on our side; the requestId names it in our log.',
      ru: 'Произошла ошибка на нашей стороне; requestId укажет на неё в журнале.',
    },
    action: {
      en: 'Try again; if it stays, tell the administrator the requestId.',
      ru: 'Повторите попытку; если ошибка останется, сообщите администратору requestId.',
    },
    fault: 'us',
    retryable: true,
  },
  WABA_AUTH: {
    status: 502,
    title: { en: 'WhatsApp refuses the channel', ru: 'WhatsApp не принимает канал' },
    detail: {
      en: "WhatsApp refuses the channel's access token or account; an administrator must renew it.",
      ru: 'WhatsApp не принимает токен или аккаунт канала; администратору нужно обновить его.',
    },
    action: {
      en: 'An administrator must check the token, the account and the number of the channel in WhatsApp Manager.',
      ru: 'Администратор должен проверить токен, аккаунт и номер канала в WhatsApp Manager.',
    },
    fault: 'admin',
    retryable: false,
  },
  UPSTREAM: {
    status: 503,
    title: { en: 'WhatsApp is busy', ru: 'WhatsApp временно недоступен' },
    detail: {
      en: 'WhatsApp could not take the message now; try again later.',
      ru: 'WhatsApp сейчас не принимает сообщение; попробуйте позже.',
    },
    retryAfter: 5,
    action: { en: 'Send the message again in a while.', ru: 'Отправьте сообщение ещё раз немного позже.' },
    fault: 'meta',
    retryable: true,
  },
  DB_UNAVAILABLE: {
    status: 503,
    title: { en: 'Database unavailable', ru: 'База данных недоступна' },
    detail: {
      en: 'Our database is away; nothing was changed, try again shortly.',
      ru: 'База данных недоступна; ничего не изменено, повторите попытку позже.',
    },
    retryAfter: 5,
    action: {
      en: 'Wait as many seconds as Retry-After says and repeat the request.',
      ru: 'Подождите столько секунд, сколько указано в Retry-After, и повторите запрос.',
    },
    fault: 'us',
    retryable: true,
  },
  OVERLOADED: {
    status: 503,
    title: { en: 'Overloaded', ru: 'Перегрузка' },
    detail: { en: 'We take no more work right now.', ru: 'Сейчас мы не принимаем новые запросы.' },
    retryAfter: 1,
    action: {
      en: 'Wait as many seconds as Retry-After says and repeat the request.',
      ru: 'Подождите столько секунд, сколько указано в Retry-After, и повторите запрос.',
    },
    fault: 'us',
    retryable: true,
  },
  TOO_MANY_STREAMS: {
    status: 503,
    title: { en: 'Too many streams', ru: 'Слишком много потоков' },
    detail: {
      en: 'This server holds as many event streams as it can, or is about to stop; connect again shortly.',
      ru: 'Сервер держит столько потоков событий, сколько может, или останавливается; подключитесь снова позже.',
    },
    retryAfter: 5,
    action: {
      en: 'Wait as many seconds as Retry-After says and connect again with the id of the last event; nothing is lost.',
      ru: 'Подождите столько секунд, сколько указано в Retry-After, и подключитесь снова с id последнего события; ничего не потеряется.',
    },
    fault: 'us',
    retryable: true,
  },
} as const satisfies Record<string, ErrorEntry>;
