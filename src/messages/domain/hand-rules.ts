import { OPTED_OUT_CODE } from '../../chats/domain/marketing.js';
import { ApiError } from '../../common/errors/api-error.js';
import { LocalizedText } from '../../common/errors/localized-text.js';
import { Direction, MessageStatus } from './message.js';
import { StoredFailure } from './message-error.js';

/** What decides whether a message may be sent again. */
export interface RetryFacts {
  direction: Direction;
  status: MessageStatus;
  attempts: number;
  /** WhatsApp never said what became of one of its attempts, or it is being handed over. */
  isUncertain: boolean;
  error: StoredFailure | null;
  failedAt: Date | null;
}

/** Meta holds marketing messages back for the customer's sake; sent again earlier they are held back again (131049). */
const HELD_BACK_CODE = 131049;
const HELD_BACK_MS = 24 * 60 * 60 * 1000;

const NOT_FAILED: LocalizedText = {
  en: 'Only an outgoing message that has failed can be sent again.',
  ru: 'Отправить снова можно только исходящее сообщение, которое не доставлено (статус failed).',
};
const MAY_HAVE_ARRIVED: LocalizedText = {
  en: 'WhatsApp never said whether it took the message, so the customer may have it; send `acceptDuplicate: true` to send it all the same.',
  ru: 'WhatsApp не сообщил, принято ли сообщение, и клиент мог его получить; чтобы всё равно отправить, передайте `acceptDuplicate: true`.',
};
const OPTED_OUT: LocalizedText = {
  en: 'The customer does not want such messages; it cannot be sent again.',
  ru: 'Клиент отказался от таких сообщений; отправить снова нельзя.',
};
const NOT_WAITING: LocalizedText = {
  en: 'Only a message that still waits to be handed to WhatsApp can be cancelled.',
  ru: 'Отменить можно только сообщение, которое ещё ждёт передачи в WhatsApp.',
};

/** The 409 of a message that may not be sent again now, or undefined. The service window is asked separately. */
export function retryRefusal(facts: RetryFacts, acceptDuplicate: boolean, now: Date): ApiError | undefined {
  if (facts.direction !== 'out' || facts.status !== 'failed' || facts.attempts === 0) return refusal(NOT_FAILED);
  if (facts.isUncertain && !acceptDuplicate) return refusal(MAY_HAVE_ARRIVED);
  if (facts.error?.code === OPTED_OUT_CODE) return refusal(OPTED_OUT);
  if (facts.error?.code !== HELD_BACK_CODE || facts.failedAt === null) return undefined;
  const until = new Date(facts.failedAt.getTime() + HELD_BACK_MS);
  return now < until ? refusal(heldBack(until)) : undefined;
}

/** The 409 of a message that can no longer be cancelled, or never could. */
export function cancelRefusal(): ApiError {
  return refusal(NOT_WAITING);
}

function heldBack(until: Date): LocalizedText {
  const time = until.toISOString();
  return {
    en: `WhatsApp held this marketing message back; it can be sent again from ${time}.`,
    ru: `WhatsApp придержал это рекламное сообщение; отправить снова можно с ${time}.`,
  };
}

function refusal(detail: LocalizedText): ApiError {
  return new ApiError('MESSAGE_STATE', { detail });
}
