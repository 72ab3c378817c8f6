import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import type { RequestOrigin } from '../../audit/domain/request-origin.js';
import { AuthUser } from '../../auth/domain/auth-user.js';
import { ChatAccessService, type ChatFacts } from '../../chats/chat-access.service.js';
import { Clock } from '../../common/clock.js';
import { ApiError } from '../../common/errors/api-error.js';
import { transaction } from '../../database/transaction.js';
import { ChatChangeService } from '../chat-change.service.js';
import { NoteDto } from './note.dto.js';
import { type NoteRow, NotesRepository } from './notes.repository.js';
import { toNote } from './notes.service.js';

/** Changes and deletes notes: by who wrote them, or by who is over the operators of the channel. */
@Injectable()
export class ChangeNoteService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly access: ChatAccessService,
    private readonly notes: NotesRepository,
    private readonly changes: ChatChangeService,
    private readonly clock: Clock,
  ) {}

  /** Throws 404 `NOTE_NOT_FOUND`, 403 `FORBIDDEN` for another's. The same text again changes nothing. */
  update(actor: AuthUser, id: number, text: string, origin: RequestOrigin): Promise<NoteDto> {
    return this.change(actor, id, async (manager, note, chat) => {
      if (note.text === text) return toNote(note);
      const editedAt = this.clock.now();
      await this.notes.update(manager, id, text, editedAt);
      const object = { type: 'note', id };
      await this.changes.record(manager, { actor, action: 'note.updated', chat, object, origin });
      return toNote({ ...note, text, editedAt });
    });
  }

  /** Throws 404 `NOTE_NOT_FOUND`, 403 `FORBIDDEN` for another's. */
  delete(actor: AuthUser, id: number, origin: RequestOrigin): Promise<void> {
    return this.change(actor, id, async (manager, _note, chat) => {
      await this.notes.delete(manager, id);
      const object = { type: 'note', id };
      await this.changes.record(manager, { actor, action: 'note.deleted', chat, object, origin });
    });
  }

  private async change<T>(
    actor: AuthUser,
    id: number,
    work: (manager: EntityManager, note: NoteRow, chat: ChatFacts) => Promise<T>,
  ): Promise<T> {
    const chatId = await this.notes.findChatId(id);
    if (chatId === undefined) throw new ApiError('NOTE_NOT_FOUND');
    return transaction(this.dataSource, async (manager) => {
      const chat = await this.access.lock(manager, actor.id, chatId).catch(hideChat);
      const note = await this.notes.find(manager, id);
      if (note === undefined) throw new ApiError('NOTE_NOT_FOUND');
      // A supervisor who sees the chat is one of its channel: the access predicate says so.
      if (note.authorId !== actor.id && actor.role === 'operator') throw notYours();
      return work(manager, note, chat);
    });
  }
}

/** A note in a chat that may not be seen answers as one that does not exist. */
function hideChat(error: unknown): never {
  throw error instanceof ApiError && error.code === 'CHAT_NOT_FOUND' ? new ApiError('NOTE_NOT_FOUND') : error;
}

function notYours(): ApiError {
  return new ApiError('FORBIDDEN', {
    detail: {
      en: 'A note is changed by its author, a supervisor of the channel or an administrator.',
      ru: 'Заметку меняет её автор, супервизор канала или администратор.',
    },
  });
}
