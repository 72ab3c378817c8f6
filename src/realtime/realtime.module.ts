import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { DeskModule } from '../desk/desk.module.js';
import { EventsModule } from '../events/events.module.js';
import { MessagesModule } from '../messages/messages.module.js';
import { ConnectionsModule } from './connections/connections.module.js';
import { EventsController } from './doors/events.controller.js';
import { OpenEventStream } from './doors/open-event-stream.service.js';
import { PollEvents } from './doors/poll-events.service.js';
import { EventFeed } from './event-feed.service.js';
import { EventLogService } from './event-log.service.js';
import { EventViewService } from './event-view.service.js';
import { EventSignal } from './feed/event-signal.service.js';
import { DrawEventsService } from './view/draw-events.service.js';
import { EventAccessService } from './view/event-access.service.js';
import { WsController } from './ws/ws.controller.js';
import { WsDoor } from './ws/ws-door.service.js';

/** The sequence of events, and the doors to it. */
@Module({
  imports: [AuthModule, ConnectionsModule, DeskModule, EventsModule, MessagesModule],
  controllers: [EventsController, WsController],
  providers: [
    DrawEventsService,
    EventAccessService,
    EventFeed,
    EventLogService,
    EventSignal,
    EventViewService,
    OpenEventStream,
    PollEvents,
    WsDoor,
  ],
  exports: [EventFeed, EventLogService, EventViewService],
})
export class RealtimeModule {}
