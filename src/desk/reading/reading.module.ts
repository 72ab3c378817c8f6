import { Module } from '@nestjs/common';
import { ChannelsModule } from '../../channels/channels.module.js';
import { ChatsModule } from '../../chats/chats.module.js';
import { EventsModule } from '../../events/events.module.js';
import { MessagesModule } from '../../messages/messages.module.js';
import { ReadChatService } from './read-chat.service.js';
import { ReadMarker } from './read-marker.service.js';
import { ReadPointer } from './read-pointer.service.js';
import { ReadReceiptSender } from './read-receipt-sender.service.js';
import { ReadReceiptsRepository } from './read-receipts.repository.js';
import { ReadingController } from './reading.controller.js';
import { ReadingRepository } from './reading.repository.js';
import { TypeInChatService } from './type-in-chat.service.js';
import { TypingSignal } from './typing-signal.service.js';

@Module({
  imports: [ChannelsModule, ChatsModule, EventsModule, MessagesModule],
  controllers: [ReadingController],
  providers: [
    ReadChatService,
    ReadMarker,
    ReadPointer,
    ReadReceiptSender,
    ReadReceiptsRepository,
    ReadingRepository,
    TypeInChatService,
    TypingSignal,
  ],
})
export class ReadingModule {}
