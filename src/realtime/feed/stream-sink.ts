import type { EventPosition } from '../../events/domain/event-position.js';
import type { CloseReason } from '../domain/close-reason.js';
import type { EventFrame } from '../view/event-frame.js';

/**
 * Where the feed pours one reader's frames: an SSE response, a WebSocket, or an answer in JSON. The door says its farewell (`resync`,
 * `bye`) in `close` and stops the stream; the registry calls the same `close` for its own reasons, the feed for a slow reader and
 * when it ends with the process. Nothing is written after `close`.
 *
 * `EventFeed.open({user, language, after}, sink)` gives `{lastId, start(), stop(), position}`: `after` is the client's text (undefined:
 * from now on; what is no position becomes a `reset`), `lastId` is where the stream begins. Nothing is written before `start()`.
 */
export interface StreamSink {
  /** In their order, at most once each; all that came at the same time together. */
  write(frames: readonly EventFrame[]): void;
  /** What was written and has not left this process. */
  readonly backlog: StreamBacklog;
  close(reason: CloseReason): void;
  /** Everything up to the position was written; from here on it comes as it happens. */
  caughtUp?(position: EventPosition): void;
  /** The database did not answer. Without this it is asked again, for as long as the stream is open. */
  failed?(error: unknown): void;
}

export interface StreamBacklog {
  bytes: number;
  events: number;
}

/** Beyond either, a reader is slow. */
export const MAX_BACKLOG: StreamBacklog = { bytes: 1024 * 1024, events: 256 };
