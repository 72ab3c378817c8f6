import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { comparePositions, EventPosition } from '../events/domain/event-position.js';
import { EventPositionService } from '../events/event-position.service.js';
import type { StoredEventType } from '../events/event-types.js';

/** An event as its row holds it: what changed, for the doors to render. */
export interface StoredEvent {
  position: EventPosition;
  type: StoredEventType;
  version: number;
  occurredAt: Date;
  channelId: number | null;
  chatId: number | null;
  messageId: number | null;
  data: Record<string, unknown>;
}

/** Whether one can go on from a position: `too_old` has missed what is gone, `unknown` was never a place in this sequence. */
export type PositionState = 'ok' | 'too_old' | 'unknown';

export interface EventPage {
  events: StoredEvent[];
  /** Events stand behind these that must wait for a transaction which is still running: look again soon. */
  isWaiting: boolean;
  /** Where the next page begins; ahead of the last event where nothing can come in between any more. */
  next: EventPosition;
  /** Nothing more was there to be read. */
  isLast: boolean;
}

interface EventRow extends Omit<StoredEvent, 'position'> {
  xmin: string;
  xid: string | null;
  id: number;
  isSettled: boolean;
}

/**
 * No output name may be `tx`: the order would be that of its text. A row is settled once every transaction with a smaller id has
 * ended: until then one of them may still commit events that come before it.
 */
const AFTER = `select pg_snapshot_xmin(pg_current_snapshot())::text as xmin, event.tx::text as xid, event.id, event.type,
    event.version, event.occurred_at as "occurredAt", event.channel_id as "channelId", event.chat_id as "chatId",
    event.message_id as "messageId", event.data, event.tx < pg_snapshot_xmin(pg_current_snapshot()) as "isSettled"
  from (select) as always left join (
    select * from events where (tx, id) > ($1::xid8, $2::bigint) order by tx, id limit $3
  ) as event on true order by event.tx, event.id`;

const STATE = `select $1::xid8 > pg_snapshot_xmax(pg_current_snapshot())
      or ($2::bigint > 0
        and not exists (select 1 from events where tx = $1::xid8 and id = $2::bigint)
        and not exists (select 1 from event_horizon where (tx, id) = ($1::xid8, $2::bigint))) as "isUnknown",
    exists (select 1 from event_horizon where (tx, id) > ($1::xid8, $2::bigint)) as "isTooOld"`;

/** The one sequence of events, read in order from a place in it. */
@Injectable()
export class EventLogService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly positions: EventPositionService,
  ) {}

  /** At most `limit` events behind a position, in order: none is ever inserted before one that was read. */
  async after(position: EventPosition, limit: number): Promise<StoredEvent[]> {
    return (await this.page(position, limit)).events;
  }

  /** The same, and whether it is worth looking again soon. */
  async page(position: EventPosition, limit: number): Promise<EventPage> {
    const rows: EventRow[] = await this.dataSource.query(AFTER, [String(position.tx), position.id, limit]);
    const found = rows.filter(({ xid }) => xid !== null);
    const events = found.filter(({ isSettled }) => isSettled).map(toEvent);
    const isLast = events.length < limit;
    const head = { tx: BigInt(rows[0]?.xmin ?? 0), id: 0 };
    const last = events.at(-1)?.position ?? position;
    const next = isLast && comparePositions(head, last) > 0 ? head : last;
    return { events, isWaiting: events.length < found.length, next, isLast };
  }

  /** Where the sequence stands: everything that is not settled yet comes behind it. */
  head(): Promise<EventPosition> {
    return this.positions.now();
  }

  /** A position of another database is taken for ours only where it names no event, and only until it lies in the future. */
  async state({ tx, id }: EventPosition): Promise<PositionState> {
    const [row]: { isUnknown: boolean; isTooOld: boolean }[] = await this.dataSource.query(STATE, [String(tx), id]);
    if (row?.isTooOld === true) return 'too_old';
    return row?.isUnknown === false ? 'ok' : 'unknown';
  }
}

function toEvent({ xmin: _xmin, xid, id, isSettled: _isSettled, ...event }: EventRow): StoredEvent {
  return { ...event, position: { tx: BigInt(xid ?? 0), id } };
}
