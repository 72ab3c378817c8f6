import { randomFraction } from '../../common/random.js';
import type { CloseReason } from '../domain/close-reason.js';
import type { ByeFrameDto, ResyncFrameDto } from '../stream-frame.dto.js';

/** All who were here must be back within 5 s of a restart, and not all at once. */
const MAX_RETRY_MS = 4_000;
const MIN_RETRY_MS = 250;

/** The last frame of a stream, whatever its door. */
export function farewell(reason: CloseReason): ByeFrameDto | ResyncFrameDto {
  if (reason === 'slow_reader') return { type: 'resync', reason };
  return { type: 'bye', reason, retryMs: reason === 'shutdown' ? retryMs() : MIN_RETRY_MS };
}

/** How long a client waits before it comes back, in milliseconds: somewhere between 250 ms and 4 s. */
export function retryMs(): number {
  return Math.round(MIN_RETRY_MS + randomFraction() * (MAX_RETRY_MS - MIN_RETRY_MS));
}
