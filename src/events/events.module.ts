import { Module } from '@nestjs/common';
import { AccessChanges } from './access-changes.service.js';
import { EventCommits } from './event-commits.service.js';
import { EventPositionService } from './event-position.service.js';
import { EventsService } from './events.service.js';

@Module({
  providers: [AccessChanges, EventCommits, EventPositionService, EventsService],
  exports: [AccessChanges, EventCommits, EventPositionService, EventsService],
})
export class EventsModule {}
