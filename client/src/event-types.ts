import type { ApiProblem } from './problem.js';
import type { components } from './schema.js';

type Schemas = components['schemas'];

/** A change, told apart by `type`; `data` holds what REST answers. */
export type OperatorEvent = Schemas['Event'];
/** An event of that type. */
export type EventOf<Type extends OperatorEvent['type']> = Extract<OperatorEvent, { type: Type }>;
/** What happened in between is not known any more: read anew what `refetch` names. */
export type EventReset = Omit<Schemas['ResetFrame'], 'type'>;

/**
 * `connecting` a connection is being made; `live` events come as they happen; `waiting` for the next try; `closed` for good: by
 * `close()`, or for the `reason` in the detail.
 */
export type StreamState = 'connecting' | 'live' | 'waiting' | 'closed';

export interface StateDetail {
  /**
   * Of `closed`: `closed` by the application, `signed_out` the session has ended, `too_many_streams` newer streams of the same user
   * took its place, `refused` the server will not have it, see `problem`. Of `waiting`: what ended the connection.
   */
  reason?: string;
  /** Of `waiting`: how long. */
  retryInMs?: number;
  problem?: ApiProblem;
}

/** What the application does about events; whatever it throws is reported and harms nothing. */
export interface EventHandlers {
  /** Each event once, in order. */
  onEvent(event: OperatorEvent): void;
  onReset?(reset: EventReset): void;
  onState?(state: StreamState, detail: StateDetail): void;
}

export interface EventsOptions extends EventHandlers {
  /** The position to go on from: `eventId` of a list, or `lastId` of an earlier stream. Without it, from now on. */
  after?: string | undefined;
  /** False keeps the connection to this tab. Else all tabs of the origin whose session is of the same user share one. */
  share?: boolean;
}
