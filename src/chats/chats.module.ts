import { Module } from '@nestjs/common';
import { ChatsService } from './chats.service.js';
import { CustomersService } from './customers.service.js';

@Module({ providers: [ChatsService, CustomersService], exports: [ChatsService, CustomersService] })
export class ChatsModule {}
