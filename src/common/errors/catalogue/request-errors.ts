import type { ErrorEntry } from '../error-entry.js';

/** Requests that cannot be read or are wrong. */
export const REQUEST_ERRORS = {
  VALIDATION: {
    status: 400,
    title: { en: 'Wrong request', ru: 'Неверный запрос' },
    detail: { en: 'Some fields are wrong.', ru: 'Некоторые поля заполнены неверно.' },
  },
  BAD_REQUEST: {
    status: 400,
    title: { en: 'Wrong request', ru: 'Неверный запрос' },
    detail: { en: 'The request could not be read.', ru: 'Не удалось прочитать запрос.' },
  },
  BAD_JSON: {
    status: 400,
    title: { en: 'Not JSON', ru: 'Не JSON' },
    detail: { en: 'The body is not valid JSON.', ru: 'Тело запроса не является корректным JSON.' },
  },
  BAD_URL: {
    status: 400,
    title: { en: 'Wrong address', ru: 'Неверный адрес' },
    detail: { en: 'The address of the request cannot be read.', ru: 'Адрес запроса не удаётся разобрать.' },
  },
  MEDIA_URL_INVALID: {
    status: 400,
    title: { en: 'Wrong media URL', ru: 'Неверный URL файла' },
    detail: {
      en: 'mediaUrl must be a plain https URL on port 443, without a user name.',
      ru: 'mediaUrl должен быть обычным https-адресом на порту 443, без имени пользователя.',
    },
  },
  MEDIA_URL_BLOCKED: {
    status: 400,
    title: { en: 'Media URL not allowed', ru: 'URL файла запрещён' },
    detail: {
      en: 'mediaUrl points to an address that is not on the public internet.',
      ru: 'mediaUrl указывает на адрес, который не находится в открытом интернете.',
    },
  },
  MEDIA_UNREACHABLE: {
    status: 400,
    title: { en: 'Media could not be fetched', ru: 'Файл не удалось загрузить' },
    detail: { en: 'The file at mediaUrl could not be fetched.', ru: 'Не удалось загрузить файл по адресу mediaUrl.' },
  },
  MEDIA_TOO_LARGE: {
    status: 400,
    title: { en: 'Media too large', ru: 'Файл слишком большой' },
    detail: {
      en: 'The file is larger than WhatsApp allows for this type (image 5 MiB, document 100 MiB).',
      ru: 'Файл больше, чем WhatsApp разрешает для этого типа (изображение 5 МиБ, документ 100 МиБ).',
    },
  },
  MEDIA_TYPE: {
    status: 400,
    title: { en: 'Media type not accepted', ru: 'Тип файла не принимается' },
    detail: {
      en: 'What the file really is does not fit the message type.',
      ru: 'Содержимое файла не подходит для этого типа сообщения.',
    },
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    title: { en: 'Method not allowed', ru: 'Метод не поддерживается' },
    detail: { en: 'This address does not take this method.', ru: 'Этот адрес не поддерживает такой метод.' },
  },
  REQUEST_TIMEOUT: {
    status: 408,
    title: { en: 'Too slow', ru: 'Слишком медленно' },
    detail: { en: 'The request did not arrive in time.', ru: 'Запрос не был получен вовремя.' },
  },
  PAYLOAD_TOO_LARGE: {
    status: 413,
    title: { en: 'Too large', ru: 'Слишком большой запрос' },
    detail: { en: 'The body is larger than this address accepts.', ru: 'Тело запроса больше допустимого.' },
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    title: { en: 'Unsupported content type', ru: 'Неподдерживаемый тип содержимого' },
    detail: {
      en: 'Send JSON as "Content-Type: application/json", not compressed, in UTF-8.',
      ru: 'Передайте JSON с "Content-Type: application/json", без сжатия, в UTF-8.',
    },
  },
  EXPECTATION_FAILED: {
    status: 417,
    title: { en: 'Expectation failed', ru: 'Ожидание не выполнено' },
    detail: { en: 'This Expect header is not served.', ru: 'Такой заголовок Expect не поддерживается.' },
  },
  TOO_MANY_REQUESTS: {
    status: 429,
    title: { en: 'Too many requests', ru: 'Слишком много запросов' },
    detail: { en: 'Too many requests; wait a moment.', ru: 'Слишком много запросов; подождите немного.' },
    retryAfter: 1,
  },
  HEADERS_TOO_LARGE: {
    status: 431,
    title: { en: 'Headers too large', ru: 'Слишком большие заголовки' },
    detail: { en: 'The headers are larger than accepted.', ru: 'Заголовки запроса больше допустимого.' },
  },
} as const satisfies Record<string, ErrorEntry>;
