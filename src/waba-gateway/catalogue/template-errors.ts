import { ADMIN, CONTENT, ErrorRow, READ_DETAILS, TEMPLATE } from './error-row.js';

const CHECK_PARAMETERS = {
  en: 'Fill in every field of the template and send again.',
  ru: 'Заполните все поля шаблона и отправьте снова.',
};
const CHOOSE_ANOTHER = { en: 'Choose another template.', ru: 'Выберите другой шаблон.' };
const READ_REASON = {
  en: "An administrator must read WhatsApp's explanation and change the template.",
  ru: 'Администратор должен прочитать пояснение WhatsApp и исправить шаблон.',
};

/** Errors of templates and flows: in a send, and in their management. */
export const TEMPLATE_ERRORS: readonly ErrorRow[] = [
  {
    codes: [132000, 132008, 132012, 132018],
    ...TEMPLATE,
    title: { en: 'Fill in the template fields', ru: 'Заполните поля шаблона' },
    action: CHECK_PARAMETERS,
  },
  {
    codes: [132001],
    ...TEMPLATE,
    title: { en: 'Template unavailable', ru: 'Шаблон недоступен' },
    action: {
      en: 'Reload the templates and choose one that is approved in this language.',
      ru: 'Обновите список и выберите шаблон, одобренный на этом языке.',
    },
  },
  {
    codes: [132005],
    ...TEMPLATE,
    title: { en: 'The filled template is too long', ru: 'Заполненный шаблон слишком длинный' },
    action: { en: 'Shorten the values and send again.', ru: 'Сократите значения и отправьте снова.' },
  },
  {
    codes: [132007],
    ...TEMPLATE,
    fault: 'admin',
    title: { en: 'The template breaks a policy of WhatsApp', ru: 'Шаблон нарушает правила WhatsApp' },
    action: CHOOSE_ANOTHER,
  },
  {
    codes: [132015],
    ...TEMPLATE,
    fault: 'admin',
    title: { en: 'Template paused by WhatsApp', ru: 'Шаблон приостановлен WhatsApp' },
    action: CHOOSE_ANOTHER,
  },
  {
    codes: [132016],
    ...TEMPLATE,
    fault: 'admin',
    title: { en: 'Template disabled by WhatsApp', ru: 'Шаблон отключён WhatsApp' },
    action: CHOOSE_ANOTHER,
  },
  {
    codes: [132068],
    ...TEMPLATE,
    fault: 'admin',
    title: { en: 'The form of this template is blocked', ru: 'Форма этого шаблона заблокирована' },
    action: CHOOSE_ANOTHER,
  },
  {
    codes: [132069],
    ...TEMPLATE,
    fault: 'meta',
    retry: 'later',
    title: { en: 'The form of this template is limited to 10 an hour', ru: 'Форма этого шаблона ограничена: 10 в час' },
    action: { en: 'Try again in an hour.', ru: 'Повторите через час.' },
  },
  {
    codes: [2388024],
    ...ADMIN,
    title: { en: 'A template of this name and language exists', ru: 'Шаблон с таким именем и языком уже есть' },
    action: { en: 'Choose another name.', ru: 'Выберите другое имя.' },
  },
  {
    codes: [2388039],
    ...ADMIN,
    title: { en: 'The template cannot be edited now', ru: 'Шаблон сейчас нельзя изменить' },
    action: { en: 'Wait for its review, or make another one.', ru: 'Дождитесь проверки или создайте другой.' },
  },
  {
    codes: [2388040],
    ...ADMIN,
    title: { en: 'A part of the template is too long', ru: 'Часть шаблона слишком длинная' },
    action: READ_REASON,
  },
  {
    codes: [2388019],
    ...ADMIN,
    title: { en: 'No more templates are allowed', ru: 'Достигнут предел числа шаблонов' },
    action: { en: 'Delete templates that are not used.', ru: 'Удалите неиспользуемые шаблоны.' },
  },
  {
    codes: [2388293, 2388299],
    ...ADMIN,
    title: { en: 'The variables of the template are wrong', ru: 'Переменные шаблона заданы неверно' },
    action: READ_REASON,
  },
  {
    codes: [[2388000, 2388999]],
    ...ADMIN,
    title: { en: 'WhatsApp refused the change', ru: 'WhatsApp отклонил изменение' },
    action: READ_REASON,
  },
];

/** For every code without a row: final, because a second copy to a customer is worse than a click on "retry". */
export const UNKNOWN_ERROR: ErrorRow = {
  codes: [],
  ...CONTENT,
  category: 'unknown',
  fault: 'meta',
  title: { en: 'WhatsApp refused the message', ru: 'WhatsApp отклонил сообщение' },
  action: READ_DETAILS,
};
