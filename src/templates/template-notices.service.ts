import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import type { TemplateNotice } from '../waba-gateway/protocol/template-item.js';
import { SyncTemplates } from './sync-templates.service.js';
import { TemplateChanges } from './template-changes.service.js';
import { TemplatesRepository } from './templates.repository.js';

/** Follows what Meta tells of templates by webhook. */
@Injectable()
export class TemplateNotices {
  constructor(
    private readonly changes: TemplateChanges,
    private readonly templates: TemplatesRepository,
    private readonly sync: SyncTemplates,
    private readonly clock: Clock,
  ) {}

  /** Keeps what they say; then the list is asked for: webhooks carry no time, come in any order, and leave out what texts were changed. */
  async apply(notices: readonly TemplateNotice[]): Promise<void> {
    for (const notice of notices) {
      const now = this.clock.now();
      await this.changes.write(notice.wabaId, now, (manager) => this.templates.apply(manager, notice, now));
    }
    for (const wabaId of new Set(notices.map((notice) => notice.wabaId))) void this.sync.syncSoon(wabaId);
  }
}
