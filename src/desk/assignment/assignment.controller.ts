import { applyDecorators, Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequestOrigin } from '../../audit/domain/request-origin.js';
import { Origin } from '../../audit/origin.decorator.js';
import { Authenticated } from '../../auth/authenticated.decorator.js';
import { CurrentUser } from '../../auth/current-user.decorator.js';
import type { AuthUser } from '../../auth/domain/auth-user.js';
import { ApiError } from '../../common/errors/api-error.js';
import { LINK_HEADER, WithNextLink } from '../../common/http/with-next-link.decorator.js';
import { ApiErrors, ApiProblem } from '../../common/openapi/api-errors.decorator.js';
import { ApiIdParam } from '../../common/openapi/api-id-param.decorator.js';
import { IdPipe } from '../../common/validation/id.pipe.js';
import { EVENT_ID_HEADER, WithEventId } from '../../events/with-event-id.decorator.js';
import { AssignChatService } from './assign-chat.service.js';
import {
  AssignChatDto,
  AssignmentDto,
  AssignmentListDto,
  AssignmentProblemDto,
  ListAssignmentsQueryDto,
} from './assignment.dto.js';
import { ListAssignmentsService } from './list-assignments.service.js';

const TAKEN = new ApiError('CHAT_TAKEN', { extra: { assignee: { id: 6, email: 'operator2@example.com' } } });

const ASSIGN_EXAMPLES = {
  note: {
    summary: 'With a note',
    value: { operatorId: 6, note: 'Ждёт звонка после 15:00, размер уже подобрали.' },
  },
  plain: { summary: 'Without', value: { operatorId: 6 } },
};

/** What the three deeds have in common. */
function Deed(summary: string, operationId: string, description: string): MethodDecorator {
  return applyDecorators(
    HttpCode(HttpStatus.OK),
    ApiOperation({ summary, operationId, description }),
    ApiIdParam('id', 'Id of the chat.', 123),
    ApiOkResponse({
      type: AssignmentDto,
      description: 'What stands now. Not the chat: who hands one over may see it no longer.',
    }),
    ApiErrors('VALIDATION', 'CHAT_NOT_FOUND', TAKEN),
    ApiProblem(AssignmentProblemDto),
  );
}

/** Whose a chat is. */
@Authenticated()
@ApiTags('Chats')
@Controller('api/waba/operator/chat/:id')
export class AssignmentController {
  constructor(
    private readonly assignChatService: AssignChatService,
    private readonly listService: ListAssignmentsService,
  ) {}

  @Post('take')
  @Deed(
    'Take a chat',
    'takeChat',
    'Makes a chat yours that is nobody’s; of several who try at once one gets it. A colleague’s chat is 409 `CHAT_TAKEN` for operators; supervisors and admins may take it. To take your own again changes nothing.',
  )
  takeChat(
    @CurrentUser() user: AuthUser,
    @Param('id', IdPipe) chatId: number,
    @Origin() origin: RequestOrigin,
  ): Promise<AssignmentDto> {
    return this.assignChatService.assign(user, { chatId, targetId: user.id }, origin);
  }

  @Post('release')
  @Deed(
    'Release a chat',
    'releaseChat',
    'Makes your chat nobody’s, so that any colleague of the channel may take it. A colleague’s chat is 409 `CHAT_TAKEN` for operators; supervisors and admins may release it. To release what is nobody’s changes nothing.',
  )
  releaseChat(
    @CurrentUser() user: AuthUser,
    @Param('id', IdPipe) chatId: number,
    @Origin() origin: RequestOrigin,
  ): Promise<AssignmentDto> {
    return this.assignChatService.assign(user, { chatId, targetId: null }, origin);
  }

  @Post('assign')
  @ApiBody({ type: AssignChatDto, examples: ASSIGN_EXAMPLES })
  @ApiErrors('BAD_JSON', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE')
  @Deed(
    'Hand a chat over',
    'assignChat',
    'Gives your chat, or one that is nobody’s, to a colleague who works in its channel, or to yourself. A colleague’s chat is 409 `CHAT_TAKEN` for operators; supervisors and admins may reassign it. To give it to whom it belongs changes nothing, and no note is kept.',
  )
  assignChat(
    @CurrentUser() user: AuthUser,
    @Param('id', IdPipe) chatId: number,
    @Body() { operatorId, note }: AssignChatDto,
    @Origin() origin: RequestOrigin,
  ): Promise<AssignmentDto> {
    return this.assignChatService.assign(user, { chatId, targetId: operatorId, note }, origin);
  }

  @Get('assignments')
  @WithEventId()
  @WithNextLink()
  @ApiOperation({
    summary: 'Whose a chat was',
    operationId: 'listAssignments',
    description: 'Every change with its note, the newest first; at most 100 a page.',
  })
  @ApiIdParam('id', 'Id of the chat.', 123)
  @ApiOkResponse({
    type: AssignmentListDto,
    description: 'A page of changes.',
    headers: { ...LINK_HEADER, ...EVENT_ID_HEADER },
  })
  @ApiErrors('VALIDATION', 'CHAT_NOT_FOUND')
  listAssignments(
    @CurrentUser() user: AuthUser,
    @Param('id', IdPipe) chatId: number,
    @Query() query: ListAssignmentsQueryDto,
  ): Promise<AssignmentListDto> {
    return this.listService.list(user.id, chatId, query);
  }
}
