import { ApiProperty } from '@nestjs/swagger';
import { QueryIntField, TextField } from '../../common/validation/fields.js';
import { CursorField } from '../../common/validation/cursor-field.js';
import { PageDto } from '../page.dto.js';

const TIME = { type: String, format: 'date-time' } as const;

export class WriteNoteDto {
  @TextField({
    description: 'What colleagues are to know; the customer never sees it.',
    example: 'Просила звонить после 18:00.',
    max: 4000,
  })
  text!: string;
}

export class ListNotesQueryDto {
  @QueryIntField({ description: 'How many notes at most.', default: 50, min: 1, max: 100 })
  limit: number = 50;

  @CursorField()
  cursor?: string;
}

export class NoteAuthorDto {
  @ApiProperty({ type: 'integer', description: 'Id of the user.', example: 5, minimum: 1 })
  id!: number;

  @ApiProperty({ description: 'Email of the user.', example: 'operator@example.com' })
  email!: string;
}

export class NoteDto {
  @ApiProperty({ type: 'integer', description: 'Id of the note.', example: 12, minimum: 1 })
  id!: number;

  @ApiProperty({ type: 'integer', description: 'Id of the chat.', example: 123, minimum: 1 })
  chatId!: number;

  @ApiProperty({ description: 'As it was written.', example: 'Просила звонить после 18:00.' })
  text!: string;

  @ApiProperty({ type: NoteAuthorDto, nullable: true, description: 'Who wrote it; null once the user is gone.' })
  author!: NoteAuthorDto | null;

  @ApiProperty({ ...TIME, description: 'When it was written.', example: '2025-12-09T12:35:00.000Z' })
  createdAt!: string;

  @ApiProperty({ ...TIME, nullable: true, description: 'When it was last changed; null if never.', example: null })
  editedAt!: string | null;
}

export class NoteListDto extends PageDto {
  @ApiProperty({ type: [NoteDto], description: 'Newest first.' })
  notes!: NoteDto[];
}
