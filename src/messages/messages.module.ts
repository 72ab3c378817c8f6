import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { ChannelsModule } from '../channels/channels.module.js';
import { ChatsModule } from '../chats/chats.module.js';
import { EventsModule } from '../events/events.module.js';
import { TemplatesModule } from '../templates/templates.module.js';
import { ApplyItemsService } from './apply/apply-items.service.js';
import { ApplyReceipts } from './apply/apply-receipts.service.js';
import { ImportHistoryService } from './apply/import-history.service.js';
import { InboundFiles } from './apply/inbound-files.service.js';
import { PhoneAppRepository } from './apply/phone-app.repository.js';
import { PhoneMessagesRepository } from './apply/phone-messages.repository.js';
import { PhoneReceipts } from './apply/phone-receipts.service.js';
import { StoreEchoes } from './apply/store-echoes.service.js';
import { StoreInbound } from './apply/store-inbound.service.js';
import { StoreItems } from './apply/store-items.service.js';
import { MessageChangesRepository } from './changes/message-changes.repository.js';
import { SentReactions } from './changes/sent-reactions.service.js';
import { MessageChangesService } from './changes/message-changes.service.js';
import { AttemptEnding } from './dispatch/attempt-ending.service.js';
import { ChatQueueRepository } from './dispatch/chat-queue.repository.js';
import { ChatWorker } from './dispatch/chat-worker.service.js';
import { Dispatcher } from './dispatch/dispatcher.service.js';
import { HandOver } from './dispatch/hand-over.service.js';
import { NextPost } from './dispatch/next-post.service.js';
import { NumberRate } from './dispatch/number-rate.service.js';
import { OutcomeBoard } from './dispatch/outcome-board.js';
import { OutcomeRecorder } from './dispatch/outcome-recorder.service.js';
import { Poster } from './dispatch/poster.service.js';
import { QueueEntry } from './dispatch/queue-entry.service.js';
import { ReconcilerRepository } from './dispatch/reconciler.repository.js';
import { Reconciler } from './dispatch/reconciler.service.js';
import { TemplateGate } from './dispatch/template-gate.service.js';
import { WebhookDoor } from './dispatch/webhook-door.service.js';
import { InboundRepository } from './apply/inbound.repository.js';
import { CancelCommit } from './hand/cancel-commit.service.js';
import { CancelMessageService } from './hand/cancel-message.service.js';
import { CancelPendingService } from './hand/cancel-pending.service.js';
import { ChannelPendingController } from './hand/channel-pending.controller.js';
import { DeedRecorder } from './hand/deed-recorder.service.js';
import { HandRepository } from './hand/hand.repository.js';
import { MessageDetailService } from './hand/message-detail.service.js';
import { MessageHandController } from './hand/message-hand.controller.js';
import { MessageStoryService } from './hand/message-story.service.js';
import { RetryCommit } from './hand/retry-commit.service.js';
import { RetryMessageService } from './hand/retry-message.service.js';
import { StoryRepository } from './hand/story.repository.js';
import { MessageHistoryService } from './message-history.service.js';
import { MessageViewService } from './message-view.service.js';
import { MessageStatusService } from './message-status.service.js';
import { MessagesRepository } from './messages.repository.js';
import { OperatorController } from './operator.controller.js';
import { OutgoingRepository } from './outgoing.repository.js';
import { ReceiptsRepository } from './receipts.repository.js';
import { ReceiptsService } from './receipts.service.js';
import { MessageLinksService } from './send/message-links.service.js';
import { PendingMessages } from './send/pending-messages.service.js';
import { SendMessageService } from './send/send-message.service.js';
import { SendTargetService } from './send/send-target.service.js';
import { TemplateSends } from './send/template-sends.service.js';

@Module({
  imports: [AuditModule, ChannelsModule, ChatsModule, EventsModule, TemplatesModule],
  controllers: [OperatorController, MessageHandController, ChannelPendingController],
  providers: [
    ApplyItemsService,
    ApplyReceipts,
    AttemptEnding,
    CancelCommit,
    CancelMessageService,
    CancelPendingService,
    ChatQueueRepository,
    ChatWorker,
    DeedRecorder,
    Dispatcher,
    HandOver,
    HandRepository,
    ImportHistoryService,
    InboundFiles,
    MessageChangesRepository,
    MessageChangesService,
    MessageDetailService,
    MessageStoryService,
    NextPost,
    NumberRate,
    OutcomeBoard,
    Poster,
    QueueEntry,
    Reconciler,
    ReconcilerRepository,
    TemplateGate,
    WebhookDoor,
    InboundRepository,
    MessageHistoryService,
    MessageLinksService,
    MessagesRepository,
    MessageStatusService,
    MessageViewService,
    OutcomeRecorder,
    OutgoingRepository,
    PendingMessages,
    ReceiptsRepository,
    ReceiptsService,
    RetryCommit,
    RetryMessageService,
    SendMessageService,
    SendTargetService,
    TemplateSends,
    SentReactions,
    PhoneAppRepository,
    PhoneMessagesRepository,
    PhoneReceipts,
    StoreEchoes,
    StoreInbound,
    StoreItems,
    StoryRepository,
  ],
  exports: [ApplyItemsService, ImportHistoryService, MessageViewService, NumberRate, WebhookDoor],
})
export class MessagesModule {}
