/** Why we end a stream; the client comes back for all but the first two, for which it needs a new token. */
export const CLOSE_REASONS = ['session_ended', 'token_expired', 'too_many_streams', 'slow_reader', 'shutdown'] as const;
export type CloseReason = (typeof CLOSE_REASONS)[number];
