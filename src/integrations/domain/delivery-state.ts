/** `skipped`: there was nothing to show any more when its turn came. */
export const DELIVERY_STATES = ['pending', 'delivered', 'failed', 'skipped'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** Why an attempt failed: the host's answer (`STATUS`, `REDIRECT`), the way to it, or ourselves. */
export const DELIVERY_ERRORS = [
  'STATUS',
  'REDIRECT',
  'TIMEOUT',
  'DNS',
  'CONNECTION',
  'TLS',
  'BLOCKED_ADDRESS',
  'INTERNAL',
] as const;
export type DeliveryError = (typeof DELIVERY_ERRORS)[number];

/** `manual` an admin, `failing` nothing arrived for too long, `gone` it answered 410, `owner_lost` its owner is no admin any more. */
export const PAUSE_REASONS = ['manual', 'failing', 'gone', 'owner_lost'] as const;
export type PauseReason = (typeof PAUSE_REASONS)[number];

/** What an attempt came to. */
export interface AttemptResult {
  /** Of the HTTP answer; null where there was none. */
  status: number | null;
  /** Null where it arrived. */
  error: DeliveryError | null;
  /** A summary of the answer's body where it was a refusal; never what stood in it. */
  answer: string | null;
  /** What the host asked for. */
  retryAfterMs?: number;
  durationMs: number;
}
