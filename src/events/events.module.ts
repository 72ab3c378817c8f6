import { Module } from '@nestjs/common';
import { EventPositionService } from './event-position.service.js';
import { EventsService } from './events.service.js';

@Module({ providers: [EventPositionService, EventsService], exports: [EventPositionService, EventsService] })
export class EventsModule {}
