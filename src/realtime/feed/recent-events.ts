import { comparePositions, EventPosition } from '../../events/domain/event-position.js';
import type { EventPage, StoredEvent } from '../event-log.service.js';

/** The newest part of the sequence, kept so that whoever is only a little behind asks the database nothing. */
export class RecentEvents {
  private events: StoredEvent[] = [];

  /** Everything between `start` and `end` is kept. */
  constructor(
    private start: EventPosition,
    private end: EventPosition,
    private readonly capacity: number,
  ) {}

  get head(): EventPosition {
    return this.end;
  }

  /** Goes on to `end`, behind which nothing is known yet. */
  append(events: readonly StoredEvent[], end: EventPosition): void {
    this.events.push(...events);
    this.end = end;
    // In large steps: to cut off one at a time would copy the rest each time.
    if (this.events.length <= 2 * this.capacity) return;
    const dropped = this.events.splice(0, this.events.length - this.capacity);
    this.start = dropped.at(-1)?.position ?? this.start;
  }

  /** Takes back the last step, where what came of it could not be told. */
  rewind(end: EventPosition): void {
    this.end = end;
    this.events = this.events.filter(({ position }) => comparePositions(position, end) <= 0);
  }

  /** What follows a position; undefined where it lies outside what is kept, or is none of ours. */
  after(position: EventPosition, limit: number): EventPage | undefined {
    if (!this.holds(position)) return undefined;
    const first = this.firstAfter(position);
    const events = this.events.slice(first, first + limit);
    const isLast = first + events.length === this.events.length;
    return { events, isWaiting: false, isLast, next: isLast ? this.end : (events.at(-1)?.position ?? position) };
  }

  /** Whether it is a place in what is kept: between two events, or one of them. */
  holds(position: EventPosition): boolean {
    if (comparePositions(position, this.start) < 0 || comparePositions(position, this.end) > 0) return false;
    if (position.id === 0 || comparePositions(position, this.start) === 0) return true;
    const at = this.events[this.firstAfter(position) - 1];
    return at !== undefined && comparePositions(at.position, position) === 0;
  }

  private firstAfter(position: EventPosition): number {
    let low = 0;
    let high = this.events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const event = this.events[middle];
      if (event !== undefined && comparePositions(event.position, position) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
