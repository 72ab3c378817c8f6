import { Module } from '@nestjs/common';
import { EventsModule } from '../../events/events.module.js';
import { CountUnreadService } from './count-unread.service.js';
import { UnreadController } from './unread.controller.js';
import { UnreadRepository } from './unread.repository.js';

@Module({
  imports: [EventsModule],
  controllers: [UnreadController],
  providers: [CountUnreadService, UnreadRepository],
})
export class UnreadModule {}
