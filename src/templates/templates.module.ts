import { Module } from '@nestjs/common';
import { ChannelsModule } from '../channels/channels.module.js';
import { EventsModule } from '../events/events.module.js';
import { FirstSync } from './first-sync.service.js';
import { SyncTemplates } from './sync-templates.service.js';
import { TemplateChanges } from './template-changes.service.js';
import { TemplateNotices } from './template-notices.service.js';
import { TemplatesRepository } from './templates.repository.js';
import { TemplatesService } from './templates.service.js';

/** What may be sent outside the service window. */
@Module({
  imports: [ChannelsModule, EventsModule],
  providers: [FirstSync, SyncTemplates, TemplateChanges, TemplateNotices, TemplatesRepository, TemplatesService],
  exports: [SyncTemplates, TemplateNotices, TemplatesService],
})
export class TemplatesModule {}
