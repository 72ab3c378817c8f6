import type { CloseReason } from '../../domain/close-reason.js';

/** Codes of RFC 6455 where one fits; those from 4000 on are ours and repeat the status HTTP would have. */
export const CLOSE_CODES = {
  shutdown: 1001,
  slow_reader: 1013,
  session_ended: 4401,
  token_expired: 4401,
  too_many_streams: 4429,
} as const satisfies Record<CloseReason, number>;

/** No token, or none in time. */
export const NOT_SIGNED_IN = 4401;
/** Signed in, but did not say from where to go on. */
export const NO_HELLO = 4408;
/** More frames than a client has reason to send. */
export const TOO_MANY_FRAMES = 1008;
/** We cannot serve it now. */
export const TRY_AGAIN_LATER = 1013;
