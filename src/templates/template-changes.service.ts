import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { lockNames } from '../database/advisory-locks.js';
import { transaction } from '../database/transaction.js';
import type { NewEvent } from '../events/event-types.js';
import { EventsService } from '../events/events.service.js';
import { toTemplateView } from './domain/template-view.js';
import { TemplateRow, TemplatesRepository } from './templates.repository.js';

/** Changes templates of one account, one change after the other, and announces what changed of those that were known. */
@Injectable()
export class TemplateChanges {
  constructor(
    private readonly dataSource: DataSource,
    private readonly templates: TemplatesRepository,
    private readonly events: EventsService,
  ) {}

  /** How many were there before and after, and how many changed. `after` runs in the same transaction, before the events. */
  async write(
    wabaId: string,
    at: Date,
    change: (manager: EntityManager) => Promise<void>,
  ): Promise<{ changed: number; templates: TemplateRow[] }> {
    return transaction(this.dataSource, async (manager) => {
      await lockNames(manager, [`templates:${wabaId}`]);
      const before = new Map((await this.templates.lockOf(manager, wabaId)).map((row) => [row.id, row]));
      await change(manager);
      const templates = await this.templates.lockOf(manager, wabaId);
      const changed = templates.filter((row) => hasChanged(before.get(row.id), row));
      if (changed.length > 0) await this.announce(manager, wabaId, changed, at);
      return { changed: changed.length, templates };
    });
  }

  private async announce(
    manager: EntityManager,
    wabaId: string,
    changed: readonly TemplateRow[],
    at: Date,
  ): Promise<void> {
    const channels = await this.templates.channelsOf(manager, wabaId);
    const events = channels.flatMap(({ id: channelId }) =>
      changed.map((template): NewEvent => ({
        type: 'template.status_changed',
        channelId,
        data: { template: toTemplateView(template) },
      })),
    );
    await this.events.append(manager, events, at);
  }
}

/** A template that is new to us has not changed: whoever lists them sees it. */
function hasChanged(before: TemplateRow | undefined, after: TemplateRow): boolean {
  if (before === undefined) return false;
  return before.status !== after.status || before.category !== after.category || before.quality !== after.quality;
}
