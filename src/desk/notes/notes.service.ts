import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { RequestOrigin } from '../../audit/domain/request-origin.js';
import { AuthUser } from '../../auth/domain/auth-user.js';
import { ChatAccessService } from '../../chats/chat-access.service.js';
import { Clock } from '../../common/clock.js';
import { decodeIdCursor, idPage } from '../../common/id-page.js';
import { transaction } from '../../database/transaction.js';
import { ChatChangeService } from '../chat-change.service.js';
import { NoteDto, NoteListDto } from './note.dto.js';
import { type NoteRow, NotesRepository } from './notes.repository.js';

@Injectable()
export class NotesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly access: ChatAccessService,
    private readonly notes: NotesRepository,
    private readonly changes: ChatChangeService,
    private readonly clock: Clock,
  ) {}

  /** Newest first. Throws 404 `CHAT_NOT_FOUND`. */
  async list(user: AuthUser, chatId: number, query: { limit: number; cursor?: string }): Promise<NoteListDto> {
    await this.access.find(user.id, chatId);
    const cursor = query.cursor === undefined ? undefined : decodeIdCursor(query.cursor);
    const rows = await this.notes.findPage(chatId, cursor, query.limit);
    const { items, nextCursor, prevCursor } = idPage(rows, cursor, query.limit);
    return { notes: items.map(toNote), nextCursor, prevCursor };
  }

  /** Throws 404 `CHAT_NOT_FOUND`. */
  create(actor: AuthUser, chatId: number, text: string, origin: RequestOrigin): Promise<NoteDto> {
    return transaction(this.dataSource, async (manager) => {
      const chat = await this.access.lock(manager, actor.id, chatId);
      const createdAt = this.clock.now();
      const id = await this.notes.insert(manager, { chatId, authorUserId: actor.id, text, createdAt });
      const object = { type: 'note', id };
      await this.changes.record(manager, { actor, action: 'note.created', chat, object, origin });
      const author = { authorId: actor.id, authorEmail: actor.email };
      return toNote({ id, chatId, text, ...author, createdAt, editedAt: null });
    });
  }
}

/** The note as every door shows it. */
export function toNote({ authorId, authorEmail, createdAt, editedAt, ...note }: NoteRow): NoteDto {
  return {
    id: note.id,
    chatId: note.chatId,
    text: note.text,
    author: authorId === null || authorEmail === null ? null : { id: authorId, email: authorEmail },
    createdAt: createdAt.toISOString(),
    editedAt: editedAt?.toISOString() ?? null,
  };
}
