import { Injectable } from '@nestjs/common';
import { ChatAccessService } from '../../chats/chat-access.service.js';
import { MessageViewService } from '../../messages/message-view.service.js';
import { ChatViewService } from '../chats/chat-view.service.js';
import { ExportRepository } from './export.repository.js';

/** What an export is made of. */
@Injectable()
export class ExportSources {
  constructor(
    readonly access: ChatAccessService,
    readonly chats: ChatViewService,
    readonly messages: MessageViewService,
    readonly places: ExportRepository,
  ) {}
}
