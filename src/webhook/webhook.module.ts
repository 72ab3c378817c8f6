import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { ChannelsModule } from '../channels/channels.module.js';
import { ChatsModule } from '../chats/chats.module.js';
import { EventsModule } from '../events/events.module.js';
import { MessagesModule } from '../messages/messages.module.js';
import { TemplatesModule } from '../templates/templates.module.js';
import { ApplyAsideService } from './apply-aside.service.js';
import { ApplyBodiesService } from './apply-bodies.service.js';
import { FollowTemplates } from './follow-templates.service.js';
import { HandshakeService } from './handshake.service.js';
import { InboxAdminRepository } from './inbox-admin.repository.js';
import { InboxPool } from './inbox-pool.js';
import { InboxWorker } from './inbox-worker.service.js';
import { InboxWriter } from './inbox-writer.service.js';
import { InboxRepository } from './inbox.repository.js';
import { InspectWebhooksService } from './inspect-webhooks.service.js';
import { ReceiveWebhookService } from './receive-webhook.service.js';
import { ReplayWebhooksService } from './replay-webhooks.service.js';
import { WebhookAdminController } from './webhook-admin.controller.js';
import { WebhookController } from './webhook.controller.js';

@Module({
  imports: [AuditModule, ChannelsModule, ChatsModule, EventsModule, MessagesModule, TemplatesModule],
  controllers: [WebhookController, WebhookAdminController],
  providers: [
    ApplyAsideService,
    ApplyBodiesService,
    FollowTemplates,
    HandshakeService,
    InboxAdminRepository,
    InboxPool,
    InboxRepository,
    InboxWorker,
    InboxWriter,
    InspectWebhooksService,
    ReceiveWebhookService,
    ReplayWebhooksService,
  ],
})
export class WebhookModule {}
