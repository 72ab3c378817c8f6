import { Module } from '@nestjs/common';
import { AuditModule } from '../../audit/audit.module.js';
import { ChannelsModule } from '../../channels/channels.module.js';
import { EventsModule } from '../../events/events.module.js';
import { TemplatesModule } from '../../templates/templates.module.js';
import { SyncChannelTemplates } from './sync-channel-templates.service.js';
import { TemplateSyncController } from './template-sync.controller.js';
import { TemplatesController } from './templates.controller.js';

@Module({
  imports: [AuditModule, ChannelsModule, EventsModule, TemplatesModule],
  controllers: [TemplatesController, TemplateSyncController],
  providers: [SyncChannelTemplates],
})
export class DeskTemplatesModule {}
