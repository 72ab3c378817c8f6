import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { ChannelsModule } from '../channels/channels.module.js';
import { ChatsModule } from '../chats/chats.module.js';
import { EventsModule } from '../events/events.module.js';
import { MessagesModule } from '../messages/messages.module.js';
import { ChatController } from './chats/chat.controller.js';
import { ChatRowsRepository } from './chats/chat-rows.repository.js';
import { ChatViewService } from './chats/chat-view.service.js';

/** What operators do with chats besides writing in them. */
@Module({
  imports: [AuditModule, ChannelsModule, ChatsModule, EventsModule, MessagesModule],
  controllers: [ChatController],
  providers: [ChatRowsRepository, ChatViewService],
  exports: [ChatViewService],
})
export class DeskModule {}
