import { ApiError } from '../../common/errors/api-error.js';
import type { Language, LocalizedText } from '../../common/errors/localized-text.js';
import { failureOfGraphError, renderFailure } from '../../messages/domain/message-error.js';
import type { GraphError } from '../../waba-gateway/graph.types.js';

const NOT_WRITTEN: LocalizedText = {
  en: 'WhatsApp blocks only customers who wrote to this number within the last 24 hours.',
  ru: 'WhatsApp позволяет заблокировать только клиента, который писал на этот номер за последние 24 часа.',
};
const TRY_AGAIN: LocalizedText = {
  en: 'WhatsApp could not change the block list now; try again in a minute.',
  ru: 'WhatsApp сейчас не смог изменить список блокировок; повторите через минуту.',
};

/** Only who has just written can be blocked (Meta, block users API). */
export function cannotBlockNow(extra: Record<string, unknown> = {}): ApiError {
  return new ApiError('WINDOW_CLOSED', { detail: NOT_WRITTEN, extra });
}

/** Nobody knows whether it was changed; to repeat it harms nobody. */
export function noAnswer(): ApiError {
  return new ApiError('UPSTREAM', { detail: TRY_AGAIN });
}

/** What Graph refused, as `send` tells it: the code of ours, and Meta's own under `provider`. */
export function blockFailure(error: GraphError, language: Language): ApiError {
  const failure = failureOfGraphError(error);
  const { code, provider } = renderFailure(failure, language);
  if (code === 'WINDOW_CLOSED') return cannotBlockNow({ provider });
  const sentence = (of: keyof LocalizedText): string =>
    `${renderFailure(failure, of).title}. ${renderFailure(failure, of).action}`;
  const detail = code === 'UPSTREAM' ? TRY_AGAIN : { en: sentence('en'), ru: sentence('ru') };
  return new ApiError(code, { detail, extra: { provider } });
}
