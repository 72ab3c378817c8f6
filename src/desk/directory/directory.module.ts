import { Module } from '@nestjs/common';
import { ChannelsModule } from '../../channels/channels.module.js';
import { EventsModule } from '../../events/events.module.js';
import { ChannelChangesController } from '../channel-changes/channel-changes.controller.js';
import { ChannelChangesRepository } from '../channel-changes/channel-changes.repository.js';
import { ListChannelChangesService } from '../channel-changes/list-channel-changes.service.js';
import { DirectoryController } from './directory.controller.js';
import { DirectoryRepository } from './directory.repository.js';
import { DirectoryService } from './directory.service.js';

@Module({
  imports: [ChannelsModule, EventsModule],
  controllers: [ChannelChangesController, DirectoryController],
  providers: [ChannelChangesRepository, ListChannelChangesService, DirectoryRepository, DirectoryService],
})
export class DirectoryModule {}
