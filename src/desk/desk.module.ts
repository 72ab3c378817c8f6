import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { ChannelsModule } from '../channels/channels.module.js';
import { ChatsModule } from '../chats/chats.module.js';
import { EventsModule } from '../events/events.module.js';
import { MessagesModule } from '../messages/messages.module.js';
import { AssignmentModule } from './assignment/assignment.module.js';
import { ChatListController } from './chats/chat-list.controller.js';
import { ChatListRepository } from './chats/chat-list.repository.js';
import { ListChatsService } from './chats/list-chats.service.js';
import { ChatController } from './chats/chat.controller.js';
import { ChatChangeService } from './chat-change.service.js';
import { ChatRowsRepository } from './chats/chat-rows.repository.js';
import { ChatViewService } from './chats/chat-view.service.js';
import { ChatStatusController } from './deeds/chat-status.controller.js';
import { ChatStatusService } from './deeds/chat-status.service.js';
import { DeskTemplatesModule } from './templates/desk-templates.module.js';
import { DeskToolsModule } from './desk-tools.module.js';
import { DirectoryModule } from './directory/directory.module.js';
import { OpenChatController } from './opening/open-chat.controller.js';
import { BlockController } from './customers/block.controller.js';
import { BlockCustomerService } from './customers/block-customer.service.js';
import { ChangeCustomerService } from './customers/change-customer.service.js';
import { CustomerController } from './customers/customer.controller.js';
import { CustomerRowsRepository } from './customers/customer-rows.repository.js';
import { ShowCustomerService } from './customers/show-customer.service.js';
import { ReadingModule } from './reading/reading.module.js';
import { UnreadModule } from './unread/unread.module.js';

/** What operators do with chats besides writing in them. */
@Module({
  imports: [
    DeskTemplatesModule,
    DeskToolsModule,
    DirectoryModule,
    UnreadModule,
    AssignmentModule,
    AuditModule,
    ChannelsModule,
    ChatsModule,
    EventsModule,
    MessagesModule,
    ReadingModule,
  ],
  controllers: [
    BlockController,
    CustomerController,
    ChatController,
    ChatListController,
    ChatStatusController,
    OpenChatController,
  ],
  providers: [
    BlockCustomerService,
    ChangeCustomerService,
    CustomerRowsRepository,
    ShowCustomerService,
    ChatChangeService,
    ChatListRepository,
    ChatRowsRepository,
    ListChatsService,
    ChatViewService,
    ChatStatusService,
  ],
  exports: [ChatViewService],
})
export class DeskModule {}
