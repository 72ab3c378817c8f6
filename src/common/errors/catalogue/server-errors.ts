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
  },
  INTERNAL: {
    status: 500,
    title: { en: 'Our mistake', ru: 'Наша ошибка' },
    detail: {
      en: 'Something went wrong on our side; the requestId names it in our log.',
      ru: 'Произошла ошибка на нашей стороне; requestId укажет на неё в журнале.',
    },
  },
  WABA_AUTH: {
    status: 502,
    title: { en: 'WhatsApp refuses the channel', ru: 'WhatsApp не принимает канал' },
    detail: {
      en: "WhatsApp refuses the channel's access token or account; an administrator must renew it.",
      ru: 'WhatsApp не принимает токен или аккаунт канала; администратору нужно обновить его.',
    },
  },
  UPSTREAM: {
    status: 503,
    title: { en: 'WhatsApp is busy', ru: 'WhatsApp временно недоступен' },
    detail: {
      en: 'WhatsApp could not take the message now; try again later.',
      ru: 'WhatsApp сейчас не принимает сообщение; попробуйте позже.',
    },
    retryAfter: 5,
  },
  DB_UNAVAILABLE: {
    status: 503,
    title: { en: 'Database unavailable', ru: 'База данных недоступна' },
    detail: {
      en: 'Our database is away; nothing was changed, try again shortly.',
      ru: 'База данных недоступна; ничего не изменено, повторите попытку позже.',
    },
    retryAfter: 5,
  },
  OVERLOADED: {
    status: 503,
    title: { en: 'Overloaded', ru: 'Перегрузка' },
    detail: { en: 'We take no more work right now.', ru: 'Сейчас мы не принимаем новые запросы.' },
    retryAfter: 1,
  },
} as const satisfies Record<string, ErrorEntry>;
