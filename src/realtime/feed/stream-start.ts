import { decodeEventPosition, encodeEventPosition, EventPosition } from '../../events/domain/event-position.js';
import type { EventLogService, PositionState } from '../event-log.service.js';
import { REFETCHABLE, ResetFrameDto } from '../stream-frame.dto.js';
import { EventFrame } from '../view/event-frame.js';
import type { RecentEvents } from './recent-events.js';

/** Where a stream begins, and what it says first where that is not where the client left off. */
export interface StreamStart {
  position: EventPosition;
  reset: EventFrame | undefined;
}

/** From what a client sent: nothing means from now on, and so does, after a `reset`, what one cannot go on from. */
export async function findStart(
  after: string | undefined,
  recent: RecentEvents | undefined,
  log: EventLogService,
): Promise<StreamStart> {
  const position = after === undefined ? undefined : decodeEventPosition(after);
  if (position !== undefined && recent?.holds(position) === true) return { position, reset: undefined };
  const state = position === undefined ? 'unknown' : await log.state(position);
  if (position !== undefined && state === 'ok') return { position, reset: undefined };
  const head = await log.head();
  return { position: head, reset: after === undefined ? undefined : resetAt(head, state) };
}

function resetAt(position: EventPosition, state: PositionState): EventFrame {
  const reason: ResetFrameDto['reason'] = state === 'too_old' ? 'too_old' : 'unknown';
  return EventFrame.ofReset(encodeEventPosition(position), { type: 'reset', reason, refetch: [...REFETCHABLE] });
}
