import { Module } from '@nestjs/common';
import { ChatAccessService } from './chat-access.service.js';
import { ChatsService } from './chats.service.js';
import { CustomersService } from './customers.service.js';

@Module({
  providers: [ChatAccessService, ChatsService, CustomersService],
  exports: [ChatAccessService, ChatsService, CustomersService],
})
export class ChatsModule {}
