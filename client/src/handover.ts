import type { EventHandlers, EventReset, OperatorEvent, StateDetail, StreamState } from './event-types.js';
import type { Platform } from './platform.js';
import { SeenIds } from './seen-ids.js';

/** Hands over to the application: each event once, and no state twice in a row. Knows how far it came. */
export class Handover {
  lastId: string | undefined;
  state: StreamState = 'connecting';
  private isUntold = true;
  private readonly seen = new SeenIds();

  constructor(
    private readonly handlers: EventHandlers,
    private readonly platform: Platform,
    after: string | undefined,
  ) {
    this.lastId = after;
  }

  /** Whether everything up to that position was handed over. */
  knows(id: string): boolean {
    return this.lastId === id || this.seen.has(id);
  }

  /** False where the application had it already. */
  event(event: OperatorEvent): boolean {
    if (this.state === 'closed' || !this.seen.add(event.id)) return false;
    this.call(() => this.handlers.onEvent(event));
    this.lastId = event.id;
    return true;
  }

  /** The position goes on without an event. */
  moved(id: string): void {
    this.seen.add(id);
    this.lastId = id;
  }

  reset(reset: EventReset, id: string | undefined): void {
    if (this.state === 'closed') return;
    if (id !== undefined) this.moved(id);
    this.call(() => this.handlers.onReset?.(reset));
  }

  tell(state: StreamState, detail: StateDetail): void {
    const isNews = this.isUntold || state !== this.state || state === 'waiting';
    if (this.state === 'closed' || !isNews) return;
    this.state = state;
    this.isUntold = false;
    this.call(() => this.handlers.onState?.(state, detail));
  }

  private call(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.platform.report(error);
    }
  }
}
