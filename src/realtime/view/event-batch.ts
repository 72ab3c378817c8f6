import type { Language } from '../../common/errors/localized-text.js';
import { comparePositions, EventPosition } from '../../events/domain/event-position.js';
import { EventVerdict, judgeEvent, ReaderAccess } from '../domain/event-verdict.js';
import type { EventDraft } from './event-draft.js';
import type { EventFrame } from './event-frame.js';

/** Events in their order, with what is needed to show them to some readers. */
export class EventBatch {
  private readonly broken = new Set<EventDraft>();

  /** `onBroken` hears, once, of an event that could not be shown: nobody's stream stops at it. */
  constructor(
    private readonly drafts: readonly EventDraft[],
    private readonly access: ReaderAccess,
    private readonly onBroken: (error: unknown, type: string) => void,
  ) {}

  /** Of the last event. */
  get end(): EventPosition | undefined {
    return this.drafts.at(-1)?.event.position;
  }

  /** Frames of the events behind a position, for one of the readers it was made for. */
  framesFor(userId: number, language: Language, after?: EventPosition): EventFrame[] {
    const frames: EventFrame[] = [];
    for (const draft of this.drafts) {
      if (after !== undefined && comparePositions(draft.event.position, after) <= 0) continue;
      const frame = this.frameOf(draft, userId, language);
      if (frame !== undefined) frames.push(frame);
    }
    return frames;
  }

  private frameOf(draft: EventDraft, userId: number, language: Language): EventFrame | undefined {
    try {
      return frameOf(draft, this.verdictOn(draft, userId), userId, language);
    } catch (error) {
      // All its readers would stumble over it.
      if (!this.broken.has(draft)) this.onBroken(error, draft.event.type);
      this.broken.add(draft);
      return undefined;
    }
  }

  private verdictOn(draft: EventDraft, userId: number): EventVerdict {
    const verdict = judgeEvent(draft.event, draft.chatIds, userId, this.access);
    return verdict === 'shown' && !draft.isThere ? 'hidden' : verdict;
  }
}

function frameOf(draft: EventDraft, verdict: EventVerdict, userId: number, language: Language): EventFrame | undefined {
  switch (verdict) {
    case 'shown':
      return draft.frame(userId, language);
    case 'lost':
      return draft.lostFrame();
    case 'reset':
      return draft.accessChangedFrame();
    case 'hidden':
      return undefined;
  }
}
