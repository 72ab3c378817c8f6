import { ApiError } from '../../common/errors/api-error.js';
import type { LocalizedText } from '../../common/errors/localized-text.js';

/** Who said it: the customer in WhatsApp, WhatsApp by refusing a message (131050), or an operator by hand. */
export const MARKETING_SOURCES = ['customer', 'refusal', 'operator'] as const;
export type MarketingSource = (typeof MARKETING_SOURCES)[number];

/** Graph's code for a customer who stopped marketing messages; comes as a refusal of a send or in a failed receipt. */
export const OPTED_OUT_CODE = 131050;

export const OPTED_OUT_DETAIL: LocalizedText = {
  en: 'The customer opted out of marketing messages.',
  ru: 'Клиент отказался от рекламных сообщений.',
};

/** What is known of a customer's will about marketing messages. */
export interface MarketingState {
  optedOut: boolean;
  since: Date | null;
  source: MarketingSource | null;
}

/**
 * 422 where the customer wants no marketing messages; what WhatsApp itself would answer (131050), without asking it. It counts for all
 * our numbers: a person who says stop to one of them says it to the business.
 */
export function assertMayMarket({ optedOut }: Pick<MarketingState, 'optedOut'>): void {
  if (!optedOut) return;
  throw new ApiError('RECIPIENT', { detail: OPTED_OUT_DETAIL });
}
