import { Module } from '@nestjs/common';
import { EventsModule } from '../events/events.module.js';
import { ChatAddressService } from './chat-address.service.js';
import { ChatAccessService } from './chat-access.service.js';
import { ChatsService } from './chats.service.js';
import { CustomerNoticesService } from './customer-notices.service.js';
import { CustomersService } from './customers.service.js';
import { IdentitiesRepository } from './identities.repository.js';
import { MarketingService } from './marketing.service.js';
import { MergeCustomersService } from './merge-customers.service.js';

@Module({
  imports: [EventsModule],
  providers: [
    ChatAccessService,
    ChatAddressService,
    ChatsService,
    CustomerNoticesService,
    CustomersService,
    IdentitiesRepository,
    MarketingService,
    MergeCustomersService,
  ],
  exports: [
    ChatAccessService,
    ChatAddressService,
    ChatsService,
    CustomerNoticesService,
    CustomersService,
    MarketingService,
  ],
})
export class ChatsModule {}
