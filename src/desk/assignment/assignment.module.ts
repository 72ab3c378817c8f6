import { Module } from '@nestjs/common';
import { AuditModule } from '../../audit/audit.module.js';
import { AuthModule } from '../../auth/auth.module.js';
import { ChatsModule } from '../../chats/chats.module.js';
import { EventsModule } from '../../events/events.module.js';
import { AssignChatService } from './assign-chat.service.js';
import { AssignmentController } from './assignment.controller.js';
import { AssignmentRepository } from './assignment.repository.js';
import { ListAssignmentsService } from './list-assignments.service.js';
import { ReleaseChatsService } from './release-chats.service.js';

@Module({
  imports: [AuditModule, AuthModule, ChatsModule, EventsModule],
  controllers: [AssignmentController],
  providers: [AssignChatService, AssignmentRepository, ListAssignmentsService, ReleaseChatsService],
})
export class AssignmentModule {}
