import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { RequestOrigin } from '../../audit/domain/request-origin.js';
import { Origin } from '../../audit/origin.decorator.js';
import { Authenticated } from '../../auth/authenticated.decorator.js';
import { CurrentUser } from '../../auth/current-user.decorator.js';
import type { AuthUser } from '../../auth/domain/auth-user.js';
import { LINK_HEADER, WithNextLink } from '../../common/http/with-next-link.decorator.js';
import { ApiErrors } from '../../common/openapi/api-errors.decorator.js';
import { ApiIdParam } from '../../common/openapi/api-id-param.decorator.js';
import { IdPipe } from '../../common/validation/id.pipe.js';
import { EVENT_ID_HEADER, WithEventId } from '../../events/with-event-id.decorator.js';
import { ChangeNoteService } from './change-note.service.js';
import { NOTE_EXAMPLES } from './note-examples.js';
import { ListNotesQueryDto, NoteDto, NoteListDto, WriteNoteDto } from './note.dto.js';
import { NotesService } from './notes.service.js';

const BODY_ERRORS = ['VALIDATION', 'BAD_JSON', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'] as const;

@Authenticated()
@ApiTags('Desk')
@Controller('api/waba/operator')
export class NotesController {
  constructor(
    private readonly notes: NotesService,
    private readonly changes: ChangeNoteService,
  ) {}

  @Get('chat/:id/notes')
  @WithEventId()
  @WithNextLink()
  @ApiOperation({
    summary: 'The notes of a chat, newest first',
    operationId: 'listNotes',
    description: 'For everybody who sees the chat; customers never see them. A change is told as `chat.updated`.',
  })
  @ApiIdParam('id', 'Id of the chat.', 123)
  @ApiOkResponse({
    type: NoteListDto,
    description: 'A page of notes.',
    headers: { ...LINK_HEADER, ...EVENT_ID_HEADER },
  })
  @ApiErrors('VALIDATION', 'CHAT_NOT_FOUND')
  listNotes(
    @CurrentUser() user: AuthUser,
    @Param('id', IdPipe) id: number,
    @Query() query: ListNotesQueryDto,
  ): Promise<NoteListDto> {
    return this.notes.list(user, id, query);
  }

  @Post('chat/:id/notes')
  @ApiOperation({ summary: 'Write a note', operationId: 'createNote' })
  @ApiIdParam('id', 'Id of the chat.', 123)
  @ApiBody({ type: WriteNoteDto, examples: NOTE_EXAMPLES })
  @ApiCreatedResponse({ type: NoteDto, description: 'Written.' })
  @ApiErrors(...BODY_ERRORS, 'CHAT_NOT_FOUND')
  createNote(
    @CurrentUser() user: AuthUser,
    @Param('id', IdPipe) id: number,
    @Body() body: WriteNoteDto,
    @Origin() origin: RequestOrigin,
  ): Promise<NoteDto> {
    return this.notes.create(user, id, body.text, origin);
  }

  @Patch('note/:id')
  @ApiOperation({
    summary: 'Change a note',
    operationId: 'updateNote',
    description: 'Its author may, a supervisor of the channel, and an administrator. The same text changes nothing.',
  })
  @ApiIdParam('id', 'Id of the note.', 12)
  @ApiBody({ type: WriteNoteDto, examples: NOTE_EXAMPLES })
  @ApiOkResponse({ type: NoteDto, description: 'The note now.' })
  @ApiErrors(...BODY_ERRORS, 'FORBIDDEN', 'NOTE_NOT_FOUND')
  updateNote(
    @CurrentUser() user: AuthUser,
    @Param('id', IdPipe) id: number,
    @Body() body: WriteNoteDto,
    @Origin() origin: RequestOrigin,
  ): Promise<NoteDto> {
    return this.changes.update(user, id, body.text, origin);
  }

  @Delete('note/:id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({
    summary: 'Delete a note',
    operationId: 'deleteNote',
    description: 'Its author may, a supervisor of the channel, and an administrator.',
  })
  @ApiIdParam('id', 'Id of the note.', 12)
  @ApiNoContentResponse({ description: 'Deleted.' })
  @ApiErrors('VALIDATION', 'FORBIDDEN', 'NOTE_NOT_FOUND')
  deleteNote(
    @CurrentUser() user: AuthUser,
    @Param('id', IdPipe) id: number,
    @Origin() origin: RequestOrigin,
  ): Promise<void> {
    return this.changes.delete(user, id, origin);
  }
}
