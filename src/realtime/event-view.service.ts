import { Injectable } from '@nestjs/common';
import type { Language } from '../common/errors/localized-text.js';
import { Logger } from '../common/logger.js';
import type { ReaderAccess } from './domain/event-verdict.js';
import type { EventDto } from './event.dto.js';
import type { StoredEvent } from './event-log.service.js';
import { DrawEventsService } from './view/draw-events.service.js';
import { type AccessQuestion, EventAccessService } from './view/event-access.service.js';
import { EventBatch } from './view/event-batch.js';
import type { EventDraft } from './view/event-draft.js';
import { RecentDrafts } from './view/recent-drafts.js';

/** Events as their readers may see them now, with what REST would answer them. */
@Injectable()
export class EventViewService {
  private readonly recentDrafts: RecentDrafts;

  constructor(
    private readonly drawing: DrawEventsService,
    private readonly access: EventAccessService,
    private readonly logger: Logger,
  ) {
    this.recentDrafts = new RecentDrafts((events) => drawing.draw(events));
  }

  /** What of the events a reader may see, in their order. */
  async render(events: readonly StoredEvent[], reader: { id: number }, language: Language): Promise<EventDto[]> {
    const { drafts, ...question } = await this.draw(events, [reader.id]);
    // Nobody's stream hangs on it: the caller may try again once what is broken is mended.
    const batch = new EventBatch(drafts, await this.access.now(question), (error) => {
      throw error;
    });
    return batch.framesFor(reader.id, language).flatMap(({ event }) => event ?? []);
  }

  /** The events for one reader who has come to them by themselves, judged by what that reader may see now. */
  async batchFor(userId: number, events: readonly StoredEvent[]): Promise<EventBatch> {
    const drafts = await this.recentDrafts.of(events);
    return this.toBatch(drafts, await this.access.now({ userIds: [userId], events, chatIds: chatsOf(drafts) }));
  }

  /** The same for many who are told of every event, each asked of the batch: rows are read once and access is asked once for all. */
  async batch(events: readonly StoredEvent[], userIds: readonly number[]): Promise<EventBatch> {
    const { drafts, ...question } = await this.draw(events, userIds);
    return this.toBatch(drafts, await this.access.recent(question));
  }

  /** To be called when somebody joins those many: nothing that was asked before decides what they are shown. */
  forgetAccess(): void {
    this.access.forget();
  }

  private async draw(
    events: readonly StoredEvent[],
    userIds: readonly number[],
  ): Promise<AccessQuestion & { drafts: EventDraft[] }> {
    const drafts = await this.drawing.draw(events);
    return { drafts, events, userIds, chatIds: chatsOf(drafts) };
  }

  private toBatch(drafts: readonly EventDraft[], access: ReaderAccess): EventBatch {
    return new EventBatch(drafts, access, (error, type) =>
      this.logger.failure('an event could not be shown', error, { type }),
    );
  }
}

function chatsOf(drafts: readonly EventDraft[]): number[] {
  return drafts.flatMap(({ chatIds }) => chatIds);
}
