import { ErrorCode } from '../../common/errors/error-catalogue.js';
import { ErrorFault } from '../../common/errors/error-entry.js';
import { LocalizedText } from '../../common/errors/localized-text.js';

export type ErrorCategory =
  | 'auth'
  | 'permission'
  | 'account'
  | 'billing'
  | 'registration'
  | 'throttle'
  | 'quality'
  | 'transient'
  | 'recipient'
  | 'window'
  | 'marketing'
  | 'content'
  | 'media'
  | 'template'
  | 'management'
  | 'history'
  | 'unknown';

/**
 * When the same message may be sent again by itself.
 * - `never`: not by itself;
 * - `once`: one more time, the code also stands for mistakes of ours;
 * - `backoff`: with growing pauses, a bounded number of times;
 * - `throttle`: as `backoff`, and the whole number slows down;
 * - `pair`: 4^X seconds, this customer only;
 * - `later`: not by itself; a person may try after some minutes or hours.
 */
export type RetryPolicy = 'never' | 'once' | 'backoff' | 'throttle' | 'pair' | 'later';

/** With which of our codes the send route answers. */
export type OurSendCode = Extract<ErrorCode, 'WABA_AUTH' | 'WINDOW_CLOSED' | 'RECIPIENT' | 'REJECTED' | 'UPSTREAM'>;

export interface ErrorTraits {
  category: ErrorCategory;
  fault: ErrorFault;
  retry: RetryPolicy;
  ourCode: OurSendCode;
}

/** A code, a closed range of codes, or a code that only counts with its subcode. */
export type CodeSpec = number | readonly [from: number, to: number] | { code: number; subcode: number };

/** One row of Meta's table of errors as we understand it. */
export interface ErrorRow extends ErrorTraits {
  codes: readonly CodeSpec[];
  /** What happened, for an operator. */
  title: LocalizedText;
  /** What to do about it. */
  action: LocalizedText;
}

/** Meta's errors by who has to act; rows state what differs. */
export const TOKEN: ErrorTraits = { category: 'auth', fault: 'admin', retry: 'never', ourCode: 'WABA_AUTH' };
export const PERMISSION: ErrorTraits = { ...TOKEN, category: 'permission' };
export const ACCOUNT: ErrorTraits = { ...TOKEN, category: 'account' };
export const REGISTRATION: ErrorTraits = { ...TOKEN, category: 'registration' };
export const THROTTLE: ErrorTraits = { category: 'throttle', fault: 'us', retry: 'throttle', ourCode: 'UPSTREAM' };
export const TRANSIENT: ErrorTraits = { category: 'transient', fault: 'meta', retry: 'backoff', ourCode: 'UPSTREAM' };
export const RECIPIENT: ErrorTraits = {
  category: 'recipient',
  fault: 'customer',
  retry: 'never',
  ourCode: 'RECIPIENT',
};
export const MARKETING: ErrorTraits = { ...RECIPIENT, category: 'marketing' };
export const CONTENT: ErrorTraits = { category: 'content', fault: 'us', retry: 'never', ourCode: 'REJECTED' };
export const MEDIA: ErrorTraits = { ...CONTENT, category: 'media', fault: 'operator' };
export const TEMPLATE: ErrorTraits = { ...CONTENT, category: 'template', fault: 'operator' };
export const ADMIN: ErrorTraits = { ...CONTENT, category: 'management', fault: 'admin' };

export const ASK_ADMIN: LocalizedText = {
  en: 'Ask an administrator to check the channel.',
  ru: 'Попросите администратора проверить канал.',
};
export const WAIT: LocalizedText = {
  en: 'Nothing: the message leaves by itself shortly.',
  ru: 'Ничего: сообщение скоро уйдёт само.',
};
export const READ_DETAILS: LocalizedText = {
  en: 'Read the details, change the message and send it again.',
  ru: 'Прочитайте подробности, исправьте сообщение и отправьте снова.',
};
export const REPORT: LocalizedText = {
  en: 'Report it to the administrator with the details.',
  ru: 'Сообщите администратору, приложив подробности.',
};
export const NOTHING: LocalizedText = { en: 'Nothing can be done.', ru: 'Сделать ничего нельзя.' };
