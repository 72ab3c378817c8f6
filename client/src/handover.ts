import type { EventHandlers, EventReset, OperatorEvent, StateDetail, StreamState } from './event-types.js';
import type { Platform } from './platform.js';
import { SeenIds } from './seen-ids.js';

const NAMES_OF_A_PLACE = 100;

/** Hands over to the application: each event once, and no state twice in a row. Knows how far it came. */
export class Handover {
  lastId: string | undefined;
  state: StreamState = 'connecting';
  private isUntold = true;
  private readonly seen = new SeenIds();
  /** All names of the present place: nothing for us lies between them. */
  private here = new SeenIds(NAMES_OF_A_PLACE);

  constructor(
    private readonly handlers: EventHandlers,
    private readonly platform: Platform,
    after: string | undefined,
  ) {
    if (after !== undefined) this.come(after);
  }

  /** Whether everything up to that position was handed over. */
  knows(id: string): boolean {
    return this.seen.has(id);
  }

  /** Whether exactly that was handed over, and nothing behind it. */
  isAt(id: string): boolean {
    return this.here.has(id);
  }

  /** False where the application had it already. */
  event(event: OperatorEvent): boolean {
    if (this.state === 'closed' || !this.seen.add(event.id)) return false;
    this.call(() => this.handlers.onEvent(event));
    this.come(event.id);
    return true;
  }

  /** The position goes on without an event. False where it does not: never back to where we were, and not past events of a closed stream. */
  moved(id: string): boolean {
    if (this.state === 'closed' || this.seen.has(id)) return false;
    this.seen.add(id);
    this.here.add(id);
    this.lastId = id;
    return true;
  }

  /** What the server names after our own position never lies behind it, also where we saw it once, before a reset. */
  goOn(id: string): void {
    if (this.state !== 'closed' && !this.moved(id) && !this.isAt(id)) this.come(id);
  }

  /** What the server says of the position holds, wherever it lies. */
  reset(reset: EventReset, id: string | undefined): void {
    if (this.state === 'closed') return;
    if (id !== undefined) this.come(id);
    this.call(() => this.handlers.onReset?.(reset));
  }

  tell(state: StreamState, detail: StateDetail): void {
    const isNews = this.isUntold || state !== this.state || state === 'waiting';
    if (this.state === 'closed' || !isNews) return;
    this.state = state;
    this.isUntold = false;
    this.call(() => this.handlers.onState?.(state, detail));
  }

  private come(id: string): void {
    this.seen.add(id);
    this.here = new SeenIds(NAMES_OF_A_PLACE);
    this.here.add(id);
    this.lastId = id;
  }

  private call(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.platform.report(error);
    }
  }
}
