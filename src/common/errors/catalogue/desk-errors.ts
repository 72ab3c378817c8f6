import type { ErrorEntry } from '../error-entry.js';

/** Of the desk's tools: notes, labels, canned responses, search. */
export const DESK_ERRORS = {
  NOTE_NOT_FOUND: {
    status: 404,
    title: { en: 'Note not found', ru: 'Заметка не найдена' },
    detail: { en: 'Note not found.', ru: 'Заметка не найдена.' },
    action: {
      en: 'Read the notes of the chat again: it may have been deleted, or the chat is not yours to see.',
      ru: 'Запросите заметки чата снова: её могли удалить, или чат вам не виден.',
    },
    fault: 'client',
    retryable: false,
  },
  LABEL_NOT_FOUND: {
    status: 404,
    title: { en: 'Label not found', ru: 'Метка не найдена' },
    detail: { en: 'Label not found.', ru: 'Метка не найдена.' },
    action: {
      en: 'Take the id from GET /api/waba/operator/labels.',
      ru: 'Возьмите id из GET /api/waba/operator/labels.',
    },
    fault: 'client',
    retryable: false,
  },
  CANNED_RESPONSE_NOT_FOUND: {
    status: 404,
    title: { en: 'Canned response not found', ru: 'Быстрый ответ не найден' },
    detail: { en: 'Canned response not found.', ru: 'Быстрый ответ не найден.' },
    action: {
      en: 'Take the id from GET /api/waba/operator/canned-responses.',
      ru: 'Возьмите id из GET /api/waba/operator/canned-responses.',
    },
    fault: 'client',
    retryable: false,
  },
  TEMPLATE_NOT_FOUND: {
    status: 404,
    title: { en: 'Template not found', ru: 'Шаблон не найден' },
    detail: {
      en: 'There is no such template in this language in the account of the channel.',
      ru: 'В аккаунте канала нет такого шаблона на этом языке.',
    },
    action: {
      en: 'Take name and language from GET /api/waba/operator/templates; a supervisor can have them read anew from WhatsApp.',
      ru: 'Возьмите имя и язык из GET /api/waba/operator/templates; супервизор может заново загрузить шаблоны из WhatsApp.',
    },
    fault: 'client',
    retryable: false,
  },
  TEMPLATE_NOT_APPROVED: {
    status: 409,
    title: { en: 'Template cannot be sent now', ru: 'Шаблон сейчас нельзя отправить' },
    detail: {
      en: 'WhatsApp lets only templates with the status APPROVED be sent.',
      ru: 'WhatsApp разрешает отправлять только шаблоны со статусом APPROVED.',
    },
    action: { en: 'Choose another template.', ru: 'Выберите другой шаблон.' },
    fault: 'operator',
    retryable: false,
  },
  LABEL_NAME_TAKEN: {
    status: 409,
    title: { en: 'Label name taken', ru: 'Название метки занято' },
    detail: {
      en: 'A label with this name exists; upper and lower case count as the same.',
      ru: 'Метка с таким названием уже есть; регистр букв не учитывается.',
    },
    action: { en: 'Choose another name, or use that label.', ru: 'Выберите другое название или используйте ту метку.' },
    fault: 'operator',
    retryable: false,
  },
  TOO_MANY_LABELS: {
    status: 409,
    title: { en: 'Too many labels', ru: 'Слишком много меток' },
    detail: { en: 'A chat carries at most 20 labels.', ru: 'У чата может быть не больше 20 меток.' },
    action: { en: 'Take away a label first.', ru: 'Сначала уберите одну из меток.' },
    fault: 'operator',
    retryable: false,
  },
  SHORTCUT_TAKEN: {
    status: 409,
    title: { en: 'Shortcut taken', ru: 'Сокращение занято' },
    detail: {
      en: 'A canned response with this shortcut exists here; upper and lower case count as the same.',
      ru: 'Быстрый ответ с таким сокращением уже есть; регистр букв не учитывается.',
    },
    action: {
      en: 'Choose another shortcut, or change the response that has it.',
      ru: 'Выберите другое сокращение или измените тот ответ.',
    },
    fault: 'operator',
    retryable: false,
  },
  SEARCH_TIMEOUT: {
    status: 503,
    title: { en: 'Search took too long', ru: 'Поиск занял слишком много времени' },
    detail: {
      en: 'The search was stopped after 2 seconds: longer words, a channel or a chat make it faster.',
      ru: 'Поиск остановлен через 2 секунды: его ускорят более длинные слова, канал или чат.',
    },
    action: {
      en: 'Search for words of at least 3 characters, or within one channel or chat.',
      ru: 'Ищите слова не короче 3 символов или внутри одного канала или чата.',
    },
    fault: 'operator',
    retryable: true,
    retryAfter: 5,
  },
} as const satisfies Record<string, ErrorEntry>;
