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
    action: {
      en: 'Sign in and send the access token with every request.',
      ru: 'Войдите и передавайте токен доступа в каждом запросе.',
    },
    fault: 'client',
    retryable: false,
  },
  TOKEN_INVALID: {
    status: 401,
    title: { en: 'Token not accepted', ru: 'Токен не принят' },
    detail: { en: 'The token is not one of ours.', ru: 'Это не наш токен.' },
    action: {
      en: 'Send the token exactly as the sign-in gave it, or sign in again.',
      ru: 'Передайте токен точно в том виде, в каком его выдал вход, или войдите снова.',
    },
    fault: 'client',
    retryable: false,
  },
  TOKEN_EXPIRED: {
    status: 401,
    title: { en: 'Token expired', ru: 'Срок токена истёк' },
    detail: {
      en: 'The token has expired; POST /api/auth/refresh gives a new one.',
      ru: 'Срок действия токена истёк; новый выдаёт POST /api/auth/refresh.',
    },
    action: {
      en: 'Get a new token by POST /api/auth/refresh and repeat the request with it.',
      ru: 'Получите новый токен через POST /api/auth/refresh и повторите запрос с ним.',
    },
    fault: 'client',
    retryable: false,
  },
  TOKEN_REVOKED: {
    status: 401,
    title: { en: 'Session ended', ru: 'Сессия завершена' },
    detail: { en: 'This session has ended; sign in again.', ru: 'Эта сессия завершена; войдите снова.' },
    action: {
      en: 'Sign in again; if that fails, ask an administrator whether the account is still open.',
      ru: 'Войдите снова; если не получается, спросите администратора, открыта ли учётная запись.',
    },
    fault: 'operator',
    retryable: false,
  },
  INVALID_CREDENTIALS: {
    status: 401,
    title: { en: 'Not signed in', ru: 'Вход не выполнен' },
    detail: { en: 'The email or the password is wrong.', ru: 'Неверный email или пароль.' },
    action: {
      en: 'Check both for typing errors; an administrator can set a new password.',
      ru: 'Проверьте, нет ли опечатки; администратор может задать новый пароль.',
    },
    fault: 'operator',
    retryable: false,
  },
  SIGNATURE_INVALID: {
    status: 401,
    title: { en: 'Signature not accepted', ru: 'Подпись не принята' },
    detail: {
      en: 'X-Hub-Signature-256 does not match the body.',
      ru: 'X-Hub-Signature-256 не соответствует телу запроса.',
    },
    action: {
      en: 'An administrator must set META_APP_SECRET to the secret of the Meta app that sends the webhooks.',
      ru: 'Администратор должен указать в META_APP_SECRET секрет приложения Meta, от которого приходят вебхуки.',
    },
    fault: 'admin',
    retryable: false,
  },
  VERIFY_TOKEN_INVALID: {
    status: 403,
    title: { en: 'Verification refused', ru: 'Проверка отклонена' },
    detail: { en: 'hub.mode or hub.verify_token is wrong.', ru: 'Неверный hub.mode или hub.verify_token.' },
    action: {
      en: 'Enter the value of META_VERIFY_TOKEN in the webhook settings of the Meta app.',
      ru: 'Укажите значение META_VERIFY_TOKEN в настройках вебхука приложения Meta.',
    },
    fault: 'admin',
    retryable: false,
  },
  FORBIDDEN: {
    status: 403,
    title: { en: 'Not allowed', ru: 'Недостаточно прав' },
    detail: { en: 'Your role does not allow this.', ru: 'Ваша роль этого не позволяет.' },
    action: {
      en: 'Ask an administrator to do it, or to give you the role for it.',
      ru: 'Попросите администратора сделать это или выдать вам нужную роль.',
    },
    fault: 'operator',
    retryable: false,
  },
  MEDIA_LINK_INVALID: {
    status: 403,
    title: { en: 'Link not valid', ru: 'Ссылка недействительна' },
    detail: {
      en: 'This link was changed or has expired; read the message again for a fresh one.',
      ru: 'Ссылка изменена или устарела; запросите сообщение ещё раз, чтобы получить новую.',
    },
    action: {
      en: 'Read the message again and use the link it has now.',
      ru: 'Запросите сообщение снова и используйте новую ссылку из него.',
    },
    fault: 'client',
    retryable: false,
  },
} as const satisfies Record<string, ErrorEntry>;
