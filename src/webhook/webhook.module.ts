import { Module } from '@nestjs/common';
import { ChannelsModule } from '../channels/channels.module.js';
import { MessagesModule } from '../messages/messages.module.js';
import { ApplyBodiesService } from './apply-bodies.service.js';
import { HandshakeService } from './handshake.service.js';
import { InboxPool } from './inbox-pool.js';
import { InboxWorker } from './inbox-worker.service.js';
import { InboxWriter } from './inbox-writer.service.js';
import { InboxRepository } from './inbox.repository.js';
import { ReceiveWebhookService } from './receive-webhook.service.js';
import { WebhookController } from './webhook.controller.js';

@Module({
  imports: [ChannelsModule, MessagesModule],
  controllers: [WebhookController],
  providers: [
    ApplyBodiesService,
    HandshakeService,
    InboxPool,
    InboxRepository,
    InboxWorker,
    InboxWriter,
    ReceiveWebhookService,
  ],
})
export class WebhookModule {}
