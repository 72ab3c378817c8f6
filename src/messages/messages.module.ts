import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { ChannelsModule } from '../channels/channels.module.js';
import { ChatsModule } from '../chats/chats.module.js';
import { EventsModule } from '../events/events.module.js';
import { ApplyItemsService } from './apply/apply-items.service.js';
import { InboundRepository } from './apply/inbound.repository.js';
import { InterruptedAttempts } from './interrupted-attempts.service.js';
import { MessageHistoryService } from './message-history.service.js';
import { MessageStatusService } from './message-status.service.js';
import { MessagesRepository } from './messages.repository.js';
import { OperatorController } from './operator.controller.js';
import { OutgoingRepository } from './outgoing.repository.js';
import { ReceiptsRepository } from './receipts.repository.js';
import { ReceiptsService } from './receipts.service.js';
import { AttemptRunner } from './send/attempt-runner.service.js';
import { OutcomeRecorder } from './send/outcome-recorder.service.js';
import { PendingMessages } from './send/pending-messages.service.js';
import { SendMessageService } from './send/send-message.service.js';

@Module({
  imports: [AuditModule, ChannelsModule, ChatsModule, EventsModule],
  controllers: [OperatorController],
  providers: [
    ApplyItemsService,
    AttemptRunner,
    InboundRepository,
    InterruptedAttempts,
    MessageHistoryService,
    MessagesRepository,
    MessageStatusService,
    OutcomeRecorder,
    OutgoingRepository,
    PendingMessages,
    ReceiptsRepository,
    ReceiptsService,
    SendMessageService,
  ],
  exports: [ApplyItemsService],
})
export class MessagesModule {}
