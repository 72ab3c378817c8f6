import { Injectable } from '@nestjs/common';
import type { Language } from '../common/errors/localized-text.js';
import { Logger } from '../common/logger.js';
import type { EventDto } from './event.dto.js';
import type { StoredEvent } from './event-log.service.js';
import { DrawEventsService } from './view/draw-events.service.js';
import { EventAccessService } from './view/event-access.service.js';
import { EventBatch } from './view/event-batch.js';

/** Events as their readers may see them now, with what REST would answer them. */
@Injectable()
export class EventViewService {
  constructor(
    private readonly drawing: DrawEventsService,
    private readonly access: EventAccessService,
    private readonly logger: Logger,
  ) {}

  /** What of the events a reader may see, in their order. */
  async render(events: readonly StoredEvent[], reader: { id: number }, language: Language): Promise<EventDto[]> {
    const drafts = await this.drawing.draw(events);
    const chatIds = drafts.flatMap((draft) => draft.chatIds);
    // Nobody's stream hangs on it: the caller may try again once what is broken is mended.
    const batch = new EventBatch(drafts, await this.access.of([reader.id], events, chatIds), (error) => {
      throw error;
    });
    return batch.framesFor(reader.id, language).flatMap(({ event }) => event ?? []);
  }

  /** The same for many readers, each asked of the batch: rows are read once and access is asked once for all. */
  async batch(events: readonly StoredEvent[], userIds: readonly number[]): Promise<EventBatch> {
    const drafts = await this.drawing.draw(events);
    const chatIds = drafts.flatMap((draft) => draft.chatIds);
    return new EventBatch(drafts, await this.access.of(userIds, events, chatIds), (error, type) =>
      this.logger.failure('an event could not be shown', error, { type }),
    );
  }
}
