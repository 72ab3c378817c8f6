import type { ErrorEntry } from '../error-entry.js';

/** Requests that cannot be read or are wrong. */
export const REQUEST_ERRORS = {
  VALIDATION: {
    status: 400,
    title: { en: 'Wrong request', ru: 'Неверный запрос' },
    detail: { en: 'Some fields are wrong.', ru: 'Некоторые поля заполнены неверно.' },
    action: {
      en: 'Correct the fields that `errors` names and send the request again.',
      ru: 'Исправьте поля, перечисленные в `errors`, и отправьте запрос снова.',
    },
    fault: 'client',
    retryable: false,
  },
  BAD_REQUEST: {
    status: 400,
    title: { en: 'Wrong request', ru: 'Неверный запрос' },
    detail: { en: 'The request could not be read.', ru: 'Не удалось прочитать запрос.' },
    action: {
      en: 'Compare the request with the documentation at /api/docs.',
      ru: 'Сверьте запрос с документацией на /api/docs.',
    },
    fault: 'client',
    retryable: false,
  },
  BAD_JSON: {
    status: 400,
    title: { en: 'Not JSON', ru: 'Не JSON' },
    detail: { en: 'The body is not valid JSON.', ru: 'Тело запроса не является корректным JSON.' },
    action: {
      en: 'Send a body that JSON.parse accepts, in UTF-8.',
      ru: 'Отправьте тело, которое принимает JSON.parse, в UTF-8.',
    },
    fault: 'client',
    retryable: false,
  },
  BAD_URL: {
    status: 400,
    title: { en: 'Wrong address', ru: 'Неверный адрес' },
    detail: { en: 'The address of the request cannot be read.', ru: 'Адрес запроса не удаётся разобрать.' },
    action: {
      en: 'Percent-encode the address and keep it short.',
      ru: 'Закодируйте адрес (percent-encoding) и сделайте его короче.',
    },
    fault: 'client',
    retryable: false,
  },
  MEDIA_URL_INVALID: {
    status: 400,
    title: { en: 'Wrong media URL', ru: 'Неверный URL файла' },
    detail: {
      en: 'mediaUrl must be a plain https URL on port 443, without a user name.',
      ru: 'mediaUrl должен быть обычным https-адресом на порту 443, без имени пользователя.',
    },
    action: {
      en: 'Give a link that starts with https:// and opens without a login.',
      ru: 'Укажите ссылку, которая начинается с https:// и открывается без входа.',
    },
    fault: 'operator',
    retryable: false,
  },
  MEDIA_URL_BLOCKED: {
    status: 400,
    title: { en: 'Media URL not allowed', ru: 'URL файла запрещён' },
    detail: {
      en: 'mediaUrl points to an address that is not on the public internet.',
      ru: 'mediaUrl указывает на адрес, который не находится в открытом интернете.',
    },
    action: {
      en: 'Put the file where everybody on the internet can fetch it, and give that link.',
      ru: 'Разместите файл в открытом интернете и укажите эту ссылку.',
    },
    fault: 'operator',
    retryable: false,
  },
  MEDIA_UNREACHABLE: {
    status: 400,
    title: { en: 'Media could not be fetched', ru: 'Файл не удалось загрузить' },
    detail: { en: 'The file at mediaUrl could not be fetched.', ru: 'Не удалось загрузить файл по адресу mediaUrl.' },
    action: {
      en: 'Open the link in a browser: it must give the file at once, without redirects. Then try again.',
      ru: 'Откройте ссылку в браузере: она должна сразу отдавать файл, без переадресации. Затем повторите.',
    },
    fault: 'operator',
    retryable: true,
  },
  MEDIA_TOO_LARGE: {
    status: 400,
    title: { en: 'Media too large', ru: 'Файл слишком большой' },
    detail: {
      en: 'The file is larger than WhatsApp allows for this type (image 5 MiB, document 100 MiB).',
      ru: 'Файл больше, чем WhatsApp разрешает для этого типа (изображение 5 МиБ, документ 100 МиБ).',
    },
    action: {
      en: 'Make the file smaller, or send an image as a document.',
      ru: 'Уменьшите файл или отправьте изображение как документ.',
    },
    fault: 'operator',
    retryable: false,
  },
  MEDIA_TYPE: {
    status: 400,
    title: { en: 'Media type not accepted', ru: 'Тип файла не принимается' },
    detail: {
      en: 'What the file really is does not fit the message type.',
      ru: 'Содержимое файла не подходит для этого типа сообщения.',
    },
    action: {
      en: 'Choose the message type that fits the file, or convert the file.',
      ru: 'Выберите тип сообщения, подходящий файлу, или преобразуйте файл.',
    },
    fault: 'operator',
    retryable: false,
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    title: { en: 'Method not allowed', ru: 'Метод не поддерживается' },
    detail: { en: 'This address does not take this method.', ru: 'Этот адрес не поддерживает такой метод.' },
    action: {
      en: 'Use a method that /api/docs shows for this address.',
      ru: 'Используйте метод, указанный для этого адреса на /api/docs.',
    },
    fault: 'client',
    retryable: false,
  },
  REQUEST_TIMEOUT: {
    status: 408,
    title: { en: 'Too slow', ru: 'Слишком медленно' },
    detail: { en: 'The request did not arrive in time.', ru: 'Запрос не был получен вовремя.' },
    action: {
      en: 'Check the connection and send the request again.',
      ru: 'Проверьте соединение и отправьте запрос ещё раз.',
    },
    fault: 'client',
    retryable: true,
  },
  PAYLOAD_TOO_LARGE: {
    status: 413,
    title: { en: 'Too large', ru: 'Слишком большой запрос' },
    detail: { en: 'The body is larger than this address accepts.', ru: 'Тело запроса больше допустимого.' },
    action: {
      en: 'Send less: texts have at most 4,096 characters, files are given as links.',
      ru: 'Отправьте меньше: текст — до 4096 символов, файлы передаются ссылками.',
    },
    fault: 'client',
    retryable: false,
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    title: { en: 'Unsupported content type', ru: 'Неподдерживаемый тип содержимого' },
    detail: {
      en: 'Send JSON as "Content-Type: application/json", not compressed, in UTF-8.',
      ru: 'Передайте JSON с "Content-Type: application/json", без сжатия, в UTF-8.',
    },
    action: {
      en: 'Set the header "Content-Type: application/json" and send the body uncompressed.',
      ru: 'Укажите заголовок "Content-Type: application/json" и отправьте тело без сжатия.',
    },
    fault: 'client',
    retryable: false,
  },
  EXPECTATION_FAILED: {
    status: 417,
    title: { en: 'Expectation failed', ru: 'Ожидание не выполнено' },
    detail: { en: 'This Expect header is not served.', ru: 'Такой заголовок Expect не поддерживается.' },
    action: {
      en: 'Leave the Expect header out, or send "100-continue".',
      ru: 'Уберите заголовок Expect или передайте "100-continue".',
    },
    fault: 'client',
    retryable: false,
  },
  UPGRADE_REQUIRED: {
    status: 426,
    title: { en: 'WebSocket needed', ru: 'Нужен WebSocket' },
    detail: {
      en: 'This address speaks WebSocket, version 13; over HTTP the same events are at GET /api/waba/operator/events.',
      ru: 'Этот адрес работает по WebSocket версии 13; по HTTP те же события отдаёт GET /api/waba/operator/events.',
    },
    action: {
      en: 'Connect with a WebSocket client, and let proxies on the way pass the Upgrade header.',
      ru: 'Подключитесь клиентом WebSocket; прокси на пути должны пропускать заголовок Upgrade.',
    },
    fault: 'client',
    retryable: false,
  },
  TOO_MANY_REQUESTS: {
    status: 429,
    title: { en: 'Too many requests', ru: 'Слишком много запросов' },
    detail: { en: 'Too many requests; wait a moment.', ru: 'Слишком много запросов; подождите немного.' },
    retryAfter: 1,
    action: {
      en: 'Wait as many seconds as Retry-After says, then go on more slowly.',
      ru: 'Подождите столько секунд, сколько указано в Retry-After, и продолжайте медленнее.',
    },
    fault: 'client',
    retryable: true,
  },
  QUOTA: {
    status: 429,
    title: { en: 'Too many files waiting', ru: 'Слишком много файлов ожидает отправки' },
    detail: {
      en: 'You have as many uploaded files waiting to be sent as one user may have: 1 GiB or 500 files.',
      ru: 'У вас уже столько загруженных файлов, сколько разрешено одному пользователю: 1 ГиБ или 500 файлов.',
    },
    action: {
      en: 'Uploads go by themselves 24 hours after they came; until then send files by URL.',
      ru: 'Загруженные файлы удаляются через 24 часа; до тех пор отправляйте файлы по URL.',
    },
    fault: 'client',
    retryable: true,
  },
  HEADERS_TOO_LARGE: {
    status: 431,
    title: { en: 'Headers too large', ru: 'Слишком большие заголовки' },
    detail: { en: 'The headers are larger than accepted.', ru: 'Заголовки запроса больше допустимого.' },
    action: {
      en: 'Send fewer or smaller headers; clear the cookies of this site.',
      ru: 'Отправьте меньше заголовков; очистите cookie этого сайта.',
    },
    fault: 'client',
    retryable: false,
  },
} as const satisfies Record<string, ErrorEntry>;
