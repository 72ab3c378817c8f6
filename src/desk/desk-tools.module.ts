import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { ChatsModule } from '../chats/chats.module.js';
import { EventsModule } from '../events/events.module.js';
import { MessagesModule } from '../messages/messages.module.js';
import { CannedResponsesController } from './canned/canned-responses.controller.js';
import { CannedResponsesRepository } from './canned/canned-responses.repository.js';
import { CannedResponsesService } from './canned/canned-responses.service.js';
import { RenderCannedResponseService } from './canned/render-canned-response.service.js';
import { ChatChangeService } from './chat-change.service.js';
import { ChatRowsRepository } from './chats/chat-rows.repository.js';
import { ChatViewService } from './chats/chat-view.service.js';
import { ExportChatService } from './export/export-chat.service.js';
import { ExportSources } from './export/export-sources.service.js';
import { ExportController } from './export/export.controller.js';
import { ExportRepository } from './export/export.repository.js';
import { ChatLabelsService } from './labels/chat-labels.service.js';
import { LabelsController } from './labels/labels.controller.js';
import { LabelsRepository } from './labels/labels.repository.js';
import { LabelsService } from './labels/labels.service.js';
import { ChangeNoteService } from './notes/change-note.service.js';
import { NotesController } from './notes/notes.controller.js';
import { NotesRepository } from './notes/notes.repository.js';
import { NotesService } from './notes/notes.service.js';
import { SearchIndexWorker } from './search/search-index-worker.service.js';
import { SearchIndexRepository } from './search/search-index.repository.js';
import { SearchIndexService } from './search/search-index.service.js';
import { SearchController } from './search/search.controller.js';
import { SearchRepository } from './search/search.repository.js';
import { SearchService } from './search/search.service.js';

/** Notes among ourselves, labels, canned responses, search, export. */
@Module({
  imports: [AuditModule, ChatsModule, EventsModule, MessagesModule],
  controllers: [CannedResponsesController, ExportController, LabelsController, NotesController, SearchController],
  providers: [
    CannedResponsesRepository,
    CannedResponsesService,
    ChangeNoteService,
    ChatChangeService,
    ChatLabelsService,
    ChatRowsRepository,
    ChatViewService,
    ExportChatService,
    ExportRepository,
    ExportSources,
    LabelsRepository,
    LabelsService,
    NotesRepository,
    NotesService,
    RenderCannedResponseService,
    SearchIndexRepository,
    SearchIndexService,
    SearchIndexWorker,
    SearchRepository,
    SearchService,
  ],
  exports: [SearchIndexService],
})
export class DeskToolsModule {}
