import { Injectable } from '@nestjs/common';
import { ChatAccessService } from '../../chats/chat-access.service.js';
import { decodeIdCursor, idPage } from '../../common/id-page.js';
import type { AssignmentListDto, ListAssignmentsQueryDto } from './assignment.dto.js';
import { AssignmentRepository } from './assignment.repository.js';

@Injectable()
export class ListAssignmentsService {
  constructor(
    private readonly access: ChatAccessService,
    private readonly repository: AssignmentRepository,
  ) {}

  /** The newest first. Throws 404 `CHAT_NOT_FOUND`. */
  async list(userId: number, chatId: number, query: ListAssignmentsQueryDto): Promise<AssignmentListDto> {
    await this.access.find(userId, chatId);
    const cursor = query.cursor === undefined ? undefined : decodeIdCursor(query.cursor);
    const rows = await this.repository.findPage(chatId, cursor, query.limit);
    const { items, nextCursor, prevCursor } = idPage(rows, cursor, query.limit);
    return { assignments: items.map((row) => ({ ...row, at: row.at.toISOString() })), nextCursor, prevCursor };
  }
}
