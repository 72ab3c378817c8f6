import type { StoredEvent } from '../event-log.service.js';
import type { EventDraft } from './event-draft.js';

/** How old a draft may be. What changed since it was made has an event of its own behind it. */
const FRESH_MS = 500;
const MOST = 2_000;

/** Drafts made a moment ago. After a restart thousands come back at once, nearly all of them to the same events. */
export class RecentDrafts {
  private readonly kept = new Map<string, { draft: EventDraft; bornAt: number }>();

  constructor(private readonly draw: (events: readonly StoredEvent[]) => Promise<EventDraft[]>) {}

  /** One of each event, in their order: kept ones, and for the others new ones. */
  async of(events: readonly StoredEvent[]): Promise<EventDraft[]> {
    const bornAt = performance.now();
    this.dropBefore(bornAt - FRESH_MS);
    const known = new Map(events.map((event) => [event, this.kept.get(keyOf(event))?.draft]));
    const made = await this.drawAll(
      events.filter((event) => known.get(event) === undefined),
      bornAt,
    );
    return events.flatMap((event) => known.get(event) ?? made.get(event) ?? []);
  }

  private async drawAll(events: readonly StoredEvent[], bornAt: number): Promise<Map<StoredEvent, EventDraft>> {
    if (events.length === 0) return new Map();
    const drafts = await this.draw(events);
    for (const draft of drafts) this.keep(draft, bornAt);
    return new Map(drafts.map((draft) => [draft.event, draft]));
  }

  private keep(draft: EventDraft, bornAt: number): void {
    const key = keyOf(draft.event);
    // To the end, also where another reader has just made one: the oldest stand first.
    this.kept.delete(key);
    this.kept.set(key, { draft, bornAt });
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST && oldest !== undefined) this.kept.delete(oldest);
  }

  private dropBefore(time: number): void {
    for (const [key, { bornAt }] of this.kept) {
      if (bornAt > time) return;
      this.kept.delete(key);
    }
  }
}

function keyOf({ position: { tx, id } }: StoredEvent): string {
  return `${tx}.${id}`;
}
