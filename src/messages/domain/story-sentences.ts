import { Language, LocalizedText } from '../../common/errors/localized-text.js';
import { isUnexplained, renderFailure, StoredFailure } from './message-error.js';

/** What may happen to a message, as an operator reads it. */
export const SENTENCES = {
  received: (): LocalizedText => ({ en: 'Written by the customer.', ru: 'Написал клиент.' }),
  writtenOnPhone: (): LocalizedText => ({
    en: 'Written in the WhatsApp app on the business phone.',
    ru: 'Написано в приложении WhatsApp на рабочем телефоне.',
  }),
  queued: (by: string | null): LocalizedText => ({ en: `Queued${byWhom(by)}.`, ru: `Поставлено в очередь${who(by)}.` }),
  scheduled: (by: string | null, at: Date): LocalizedText => ({
    en: `Scheduled${byWhom(by)} for ${clockTime(at)}.`,
    ru: `Запланировано на ${clockTime(at)}${who(by)}.`,
  }),
  retried: (by: string | null, acceptDuplicate: boolean): LocalizedText => ({
    en: `Sent again${byWhom(by)}${acceptDuplicate ? ', although the customer may already have it' : ''}.`,
    ru: `Отправлено снова${who(by)}${acceptDuplicate ? ' (клиент мог его уже получить)' : ''}.`,
  }),
  cancelled: (by: string | null): LocalizedText => ({ en: `Cancelled${byWhom(by)}.`, ru: `Отменено${who(by)}.` }),
  needless: (): LocalizedText => ({
    en: 'Not sent again: the customer has got it after all.',
    ru: 'Повторно не отправлено: клиент его всё же получил.',
  }),
  paused: (): LocalizedText => ({
    en: 'Waits: sending from this channel is paused.',
    ru: 'Ожидает: отправка из этого канала приостановлена.',
  }),
  waiting: (until: Date): LocalizedText => ({
    en: `Waits for a limit of WhatsApp, until ${clockTime(until)}.`,
    ru: `Ожидает из-за ограничения WhatsApp до ${clockTime(until)}.`,
  }),
  waited: (milliseconds: number): LocalizedText => ({
    en: `Waited ${duration(milliseconds, 'en')} for its turn.`,
    ru: `Ожидало своей очереди ${duration(milliseconds, 'ru')}.`,
  }),
  began: (number: number): LocalizedText => ({
    en: `Attempt ${number}: on its way to WhatsApp.`,
    ru: `Попытка ${number}: передаётся в WhatsApp.`,
  }),
  accepted: (): LocalizedText => ({ en: 'WhatsApp accepted it.', ru: 'WhatsApp принял сообщение.' }),
  throttled: (failure: StoredFailure | null, next: Date | null): LocalizedText =>
    withNext('WhatsApp asked to slow down', 'WhatsApp просит отправлять реже', failure, next),
  refused: (failure: StoredFailure | null, next: Date | null): LocalizedText =>
    withNext('WhatsApp did not take it', 'WhatsApp не принял сообщение', failure, next),
  fileRefused: (failure: StoredFailure | null, next: Date | null): LocalizedText =>
    withNext('WhatsApp did not take the file', 'WhatsApp не принял файл', failure, next),
  unreachable: (next: Date | null): LocalizedText => ({
    en: `WhatsApp could not be reached.${again(next, 'en')}`,
    ru: `WhatsApp был недоступен.${again(next, 'ru')}`,
  }),
  windowClosed: (): LocalizedText => ({
    en: 'Not sent: the 24 hours after the customer’s last message were over.',
    ru: 'Не отправлено: прошло 24 часа с последнего сообщения клиента.',
  }),
  optedOut: (): LocalizedText => ({
    en: 'Not sent: the customer opted out of marketing messages meanwhile.',
    ru: 'Не отправлено: клиент тем временем отказался от рекламных сообщений.',
  }),
  limitReached: (): LocalizedText => ({
    en: 'Not sent: for 24 hours there was no room in WhatsApp’s limit on customers outside the window.',
    ru: 'Не отправлено: 24 часа не было места в лимите WhatsApp на клиентов вне окна.',
  }),
  uncertain: (): LocalizedText => ({
    en: 'No answer came from WhatsApp: whether it took the message is not known.',
    ru: 'WhatsApp не ответил: принято ли сообщение, неизвестно.',
  }),
  givenUp: (): LocalizedText => ({
    en: 'WhatsApp never told what became of it; given up.',
    ru: 'WhatsApp так и не сообщил о судьбе сообщения; ожидание прекращено.',
  }),
  sent: (): LocalizedText => ({ en: 'Sent on by WhatsApp.', ru: 'WhatsApp отправил сообщение клиенту.' }),
  delivered: (): LocalizedText => ({ en: 'Delivered to the customer’s phone.', ru: 'Доставлено на телефон клиента.' }),
  read: (isEarly: boolean): LocalizedText => ({
    en: `Read by the customer${isEarly ? '; this was reported before “delivered”' : ''}.`,
    ru: `Прочитано клиентом${isEarly ? '; об этом сообщено раньше, чем о доставке' : ''}.`,
  }),
  played: (isEarly: boolean): LocalizedText => ({
    en: `Played by the customer${isEarly ? '; this was reported before “delivered”' : ''}.`,
    ru: `Прослушано клиентом${isEarly ? '; об этом сообщено раньше, чем о доставке' : ''}.`,
  }),
  failed: (failure: StoredFailure | null): LocalizedText =>
    withNext('WhatsApp could not deliver it', 'WhatsApp не смог доставить сообщение', failure, null),
};

function byWhom(email: string | null): string {
  return email === null ? '' : ` by ${email}`;
}

function who(email: string | null): string {
  return email === null ? '' : `: ${email}`;
}

function withNext(en: string, ru: string, failure: StoredFailure | null, next: Date | null): LocalizedText {
  return {
    en: `${en}${because(failure, 'en')}${again(next, 'en')}`,
    ru: `${ru}${because(failure, 'ru')}${again(next, 'ru')}`,
  };
}

function again(next: Date | null, language: Language): string {
  if (next === null) return '';
  return language === 'en' ? ` It is tried again at ${clockTime(next)}.` : ` Следующая попытка в ${clockTime(next)}.`;
}

/** Meta's code stands with our words for it: it is what support and search engines know. */
function because(failure: StoredFailure | null, language: Language): string {
  if (failure === null) return '.';
  if (isUnexplained(failure)) return language === 'en' ? ' and gave no reason.' : ' и не назвал причину.';
  const title = renderFailure(failure, language).title.replace(/[.!?]$/, '');
  return `: ${title}${failure.code === null ? '' : ` (${failure.code})`}.`;
}

/** In UTC, and said so: nobody knows the reader's time zone here. */
function clockTime(time: Date): string {
  return `${time.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

const UNITS = { en: ['h', 'min', 's'], ru: ['ч', 'мин', 'с'] } as const;

/** The two greatest units that are not zero. */
function duration(milliseconds: number, language: Language): string {
  const seconds = Math.floor(milliseconds / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const named = parts.flatMap((part, index) => (part === 0 ? [] : [`${part} ${UNITS[language][index] ?? ''}`]));
  return named.slice(0, 2).join(' ');
}
