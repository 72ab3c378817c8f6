import { OPTED_OUT_DETAIL } from '../../chats/domain/marketing.js';
import { ErrorCode, errorEntry } from '../../common/errors/error-catalogue.js';
import { Language } from '../../common/errors/localized-text.js';
import { explainMetaError } from '../../waba-gateway/error-catalogue.js';
import type { GraphError } from '../../waba-gateway/graph.types.js';
import type { MetaErrorItem } from '../../waba-gateway/protocol/webhook.types.js';

/** What ends a message without a word of Meta. */
export type OwnFailure = Extract<
  ErrorCode,
  'UPSTREAM' | 'WINDOW_CLOSED' | 'UNKNOWN_OUTCOME' | 'CANCELLED' | 'RECIPIENT' | 'MESSAGING_LIMIT'
>;

/** Why an attempt failed, as it is stored: facts only, so that they can be told in any language later. */
export interface StoredFailure {
  /** Meta's code; null where nobody at Meta said anything. */
  code: number | null;
  subcode: number | null;
  title: string | null;
  details: string | null;
  fbtraceId: string | null;
  /** Our own word for it, where no code of Meta says it. */
  own?: OwnFailure;
}

/** What Meta said, with what it means: the `provider` member of error bodies. */
export interface ProviderError {
  code: number;
  subcode: number | null;
  title: string;
  details: string | null;
  fbtraceId: string | null;
  retryable: boolean;
  action: string;
}

/** Why a message failed, as a UI shows it. */
export interface MessageError {
  code: ErrorCode;
  title: string;
  action: string;
  provider: ProviderError | null;
}

const NO_REASON = {
  title: {
    en: 'WhatsApp did not deliver the message and gave no reason.',
    ru: 'WhatsApp не доставил сообщение и не назвал причину.',
  },
  action: {
    en: 'Send the message again, or reach the customer another way.',
    ru: 'Отправьте сообщение ещё раз или свяжитесь с клиентом иначе.',
  },
};

/** The only reason of ours why a customer cannot be reached. */
const OPTED_OUT = {
  detail: OPTED_OUT_DETAIL,
  action: {
    en: 'Send no marketing to this customer.',
    ru: 'Не отправляйте этому клиенту рекламу.',
  },
};

export function failureOfGraphError(error: GraphError): StoredFailure {
  return {
    code: error.code,
    subcode: error.subcode ?? null,
    title: error.title,
    details: error.details ?? error.userMessage ?? null,
    fbtraceId: error.fbtraceId ?? null,
  };
}

/** The failure a receipt reports. Meta sends one error; where it sends none, nobody knows why. */
export function describeFailure(item: MetaErrorItem | undefined): StoredFailure {
  return {
    code: item?.code ?? null,
    subcode: null,
    title: item?.title ?? null,
    details: item?.details ?? null,
    fbtraceId: null,
  };
}

/** A failure that is ours to name. */
export function ownFailure(own: OwnFailure): StoredFailure {
  return { code: null, subcode: null, title: null, details: null, fbtraceId: null, own };
}

/** WhatsApp reported that it failed, and not a word why. */
export function isUnexplained({ code, title, own }: StoredFailure): boolean {
  return code === null && title === null && own === undefined;
}

export function renderFailure(failure: StoredFailure, language: Language): MessageError {
  if (failure.own !== undefined) {
    const { detail, action } = failure.own === 'RECIPIENT' ? OPTED_OUT : errorEntry(failure.own);
    return { code: failure.own, title: detail[language], action: action[language], provider: null };
  }
  if (failure.code === null) {
    return {
      code: 'REJECTED',
      title: failure.title ?? NO_REASON.title[language],
      action: NO_REASON.action[language],
      provider: null,
    };
  }
  const entry = explainMetaError(failure.code, failure.subcode ?? undefined);
  const action = entry.action[language];
  return {
    code: entry.ourCode,
    title: entry.title[language],
    action,
    provider: {
      code: failure.code,
      subcode: failure.subcode,
      title: failure.title ?? entry.title[language],
      details: failure.details,
      fbtraceId: failure.fbtraceId,
      retryable: entry.retryable,
      action,
    },
  };
}
