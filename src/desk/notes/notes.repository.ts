import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import type { IdCursor } from '../../common/id-page.js';
import { Note } from './note.entity.js';

/** A note with its author's email. */
export interface NoteRow {
  id: number;
  chatId: number;
  text: string;
  authorId: number | null;
  authorEmail: string | null;
  createdAt: Date;
  editedAt: Date | null;
}

const SELECT = `select note.id, note.chat_id as "chatId", note.text, author.id as "authorId", author.email as "authorEmail",
  note.created_at as "createdAt", note.edited_at as "editedAt"
  from notes note left join users author on author.id = note.author_user_id`;

/** Access is the caller's question. */
@Injectable()
export class NotesRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** In the cursor's direction from its place, newest first, one more than `limit` where there are more. */
  findPage(chatId: number, cursor: IdCursor | undefined, limit: number): Promise<NoteRow[]> {
    const [condition, order] =
      cursor?.direction === 'before'
        ? ['and note.id > $3', 'asc']
        : ['and ($3::bigint is null or note.id < $3)', 'desc'];
    return this.dataSource.query(`${SELECT} where note.chat_id = $1 ${condition} order by note.id ${order} limit $2`, [
      chatId,
      limit + 1,
      cursor?.id ?? null,
    ]);
  }

  /** The chat a note stands in, which never changes. */
  async findChatId(noteId: number): Promise<number | undefined> {
    const [row]: { chatId: number }[] = await this.dataSource.query(
      'select chat_id as "chatId" from notes where id = $1',
      [noteId],
    );
    return row?.chatId;
  }

  /** As it is once its chat is locked. */
  async find(manager: EntityManager, noteId: number): Promise<NoteRow | undefined> {
    const [row]: NoteRow[] = await manager.query(`${SELECT} where note.id = $1`, [noteId]);
    return row;
  }

  async insert(manager: EntityManager, note: Omit<Note, 'id' | 'editedAt'>): Promise<number> {
    const [row]: { id: number }[] = await manager.query(
      'insert into notes (chat_id, author_user_id, text, created_at) values ($1, $2, $3, $4) returning id',
      [note.chatId, note.authorUserId, note.text, note.createdAt],
    );
    if (row === undefined) throw new Error('the note got no id');
    return row.id;
  }

  async update(manager: EntityManager, id: number, text: string, editedAt: Date): Promise<void> {
    await manager.update(Note, { id }, { text, editedAt });
  }

  async delete(manager: EntityManager, id: number): Promise<void> {
    await manager.delete(Note, { id });
  }
}
