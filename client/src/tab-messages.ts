import type { EventReset, OperatorEvent, StateDetail, StreamState } from './event-types.js';

/** What the tabs of one origin tell each other. */
export type TabMessage =
  /** A tab that has just come asks how things stand. */
  | { kind: 'hello' }
  /** It asks the leader for a new connection. */
  | { kind: 'reconnect' }
  /** The leader: its state, and how far it came. */
  | { kind: 'state'; state: StreamState; detail: StateDetail; at: string | undefined }
  /** `prev` is the leader's position before: who knows everything up to there misses nothing. */
  | { kind: 'event'; prev: string | undefined; event: OperatorEvent }
  | { kind: 'moved'; prev: string | undefined; id: string }
  | { kind: 'reset'; prev: string | undefined; reset: EventReset; id: string | undefined };

/** Undefined for what another version of the client may say. */
export function readTabMessage(data: unknown): TabMessage | undefined {
  const kinds: readonly unknown[] = ['hello', 'reconnect', 'state', 'event', 'moved', 'reset'];
  if (typeof data !== 'object' || data === null || !('kind' in data) || !kinds.includes(data.kind)) return undefined;
  const { problem, ...detail } = (data as { detail?: StateDetail }).detail ?? {};
  // Errors lose their class on the way.
  return (problem === undefined ? data : { ...data, detail }) as TabMessage;
}
