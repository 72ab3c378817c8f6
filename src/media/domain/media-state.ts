/** A file on its way to us, here, given up, or gone from Meta before we had it. */
export const MEDIA_STATES = ['pending', 'available', 'failed', 'expired'] as const;
export type MediaState = (typeof MEDIA_STATES)[number];

/** Why a customer's file is not here. */
export const MEDIA_FAILURES = [
  'UNREACHABLE',
  'NOT_AT_META',
  'FOREIGN_HOST',
  'HASH_MISMATCH',
  'TOO_LARGE',
  'EMPTY',
] as const;
export type MediaFailure = (typeof MEDIA_FAILURES)[number];
