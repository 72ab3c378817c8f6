import type { ErrorEntry } from '../error-entry.js';

/** Callers who are not known or not allowed. */
export const ACCESS_ERRORS = {
  AUTH_REQUIRED: {
    status: 401,
    title: { en: 'Sign-in needed', ru: 'Требуется вход' },
    detail: {
      en: 'Send the header "Authorization: Bearer <token>"; POST /api/auth/login gives the token.',
      ru: 'Передайте заголовок "Authorization: Bearer <token>"; токен выдаёт POST /api/auth/login.',
    },
  },
  TOKEN_INVALID: {
    status: 401,
    title: { en: 'Token not accepted', ru: 'Токен не принят' },
    detail: { en: 'The token is not one of ours.', ru: 'Это не наш токен.' },
  },
  TOKEN_EXPIRED: {
    status: 401,
    title: { en: 'Token expired', ru: 'Срок токена истёк' },
    detail: {
      en: 'The token has expired; POST /api/auth/refresh gives a new one.',
      ru: 'Срок действия токена истёк; новый выдаёт POST /api/auth/refresh.',
    },
  },
  TOKEN_REVOKED: {
    status: 401,
    title: { en: 'Session ended', ru: 'Сессия завершена' },
    detail: { en: 'This session has ended; sign in again.', ru: 'Эта сессия завершена; войдите снова.' },
  },
  INVALID_CREDENTIALS: {
    status: 401,
    title: { en: 'Not signed in', ru: 'Вход не выполнен' },
    detail: { en: 'The email or the password is wrong.', ru: 'Неверный email или пароль.' },
  },
  SIGNATURE_INVALID: {
    status: 401,
    title: { en: 'Signature not accepted', ru: 'Подпись не принята' },
    detail: {
      en: 'X-Hub-Signature-256 does not match the body.',
      ru: 'X-Hub-Signature-256 не соответствует телу запроса.',
    },
  },
  VERIFY_TOKEN_INVALID: {
    status: 403,
    title: { en: 'Verification refused', ru: 'Проверка отклонена' },
    detail: { en: 'hub.mode or hub.verify_token is wrong.', ru: 'Неверный hub.mode или hub.verify_token.' },
  },
  FORBIDDEN: {
    status: 403,
    title: { en: 'Not allowed', ru: 'Недостаточно прав' },
    detail: { en: 'Your role does not allow this.', ru: 'Ваша роль этого не позволяет.' },
  },
  MEDIA_LINK_INVALID: {
    status: 403,
    title: { en: 'Link not valid', ru: 'Ссылка недействительна' },
    detail: {
      en: 'This link was changed or has expired; read the message again for a fresh one.',
      ru: 'Ссылка изменена или устарела; запросите сообщение ещё раз, чтобы получить новую.',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
