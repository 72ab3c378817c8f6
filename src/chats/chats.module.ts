import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { EventsModule } from '../events/events.module.js';
import { ChatAddressService } from './chat-address.service.js';
import { ChatAccessService } from './chat-access.service.js';
import { ChatDeedRecorder } from './chat-deed-recorder.service.js';
import { ChatsService } from './chats.service.js';
import { CustomerNoticesService } from './customer-notices.service.js';
import { CustomersService } from './customers.service.js';
import { IdentitiesRepository } from './identities.repository.js';
import { MarketingService } from './marketing.service.js';
import { MergeCustomersService } from './merge-customers.service.js';
import { WindowWatchRepository } from './window/window-watch.repository.js';
import { WindowWatch } from './window/window-watch.service.js';
import { OpenChatService } from './open-chat.service.js';

@Module({
  imports: [AuditModule, EventsModule],
  providers: [
    ChatAccessService,
    ChatAddressService,
    ChatDeedRecorder,
    ChatsService,
    CustomerNoticesService,
    CustomersService,
    IdentitiesRepository,
    MarketingService,
    MergeCustomersService,
    WindowWatch,
    WindowWatchRepository,
    OpenChatService,
  ],
  exports: [
    ChatAccessService,
    ChatAddressService,
    ChatsService,
    CustomerNoticesService,
    CustomersService,
    ChatDeedRecorder,
    MarketingService,
    OpenChatService,
  ],
})
export class ChatsModule {}
