import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Param, Patch, Post, Put } from '@nestjs/common';
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
import { ChatLabelsService } from './chat-labels.service.js';
import { LabelDto } from './label.dto.js';
import { CREATE_LABEL_EXAMPLES, UPDATE_LABEL_EXAMPLES } from './label-examples.js';
import { CreateLabelDto, LabelListDto, UpdateLabelDto } from './labels.dto.js';
import { LabelsService } from './labels.service.js';

const BODY_ERRORS = ['VALIDATION', 'BAD_JSON', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'] as const;

@Authenticated()
@ApiTags('Desk')
@Controller('api/waba/operator')
export class LabelsController {
  constructor(
    private readonly labels: LabelsService,
    private readonly onChats: ChatLabelsService,
  ) {}

  @Get('labels')
  @WithEventId()
  @WithNextLink()
  @ApiOperation({
    summary: 'All labels',
    operationId: 'listLabels',
    description: 'At most 500, in one page; one set for everybody.',
  })
  @ApiOkResponse({
    type: LabelListDto,
    description: 'The labels, by name.',
    headers: { ...LINK_HEADER, ...EVENT_ID_HEADER },
  })
  listLabels(): Promise<LabelListDto> {
    return this.labels.list();
  }

  @Post('labels')
  @Authenticated('supervisor', 'admin')
  @ApiOperation({
    summary: 'Create a label',
    operationId: 'createLabel',
    description: 'For supervisors and administrators. Names that differ in case alone are the same.',
  })
  @ApiBody({ type: CreateLabelDto, examples: CREATE_LABEL_EXAMPLES })
  @ApiCreatedResponse({ type: LabelDto, description: 'Created.' })
  @ApiErrors(...BODY_ERRORS, 'LABEL_NAME_TAKEN', 'TOO_MANY_LABELS')
  createLabel(
    @CurrentUser() actor: AuthUser,
    @Body() body: CreateLabelDto,
    @Origin() origin: RequestOrigin,
  ): Promise<LabelDto> {
    return this.labels.create(actor, body, origin);
  }

  @Patch('label/:id')
  @Authenticated('supervisor', 'admin')
  @ApiOperation({
    summary: 'Change a label',
    operationId: 'updateLabel',
    description: 'For supervisors and administrators. Every chat that carries it is told of as `chat.updated`.',
  })
  @ApiIdParam('id', 'Id of the label.', 3)
  @ApiBody({ type: UpdateLabelDto, examples: UPDATE_LABEL_EXAMPLES })
  @ApiOkResponse({ type: LabelDto, description: 'The label now.' })
  @ApiErrors(...BODY_ERRORS, 'LABEL_NOT_FOUND', 'LABEL_NAME_TAKEN')
  updateLabel(
    @CurrentUser() actor: AuthUser,
    @Param('id', IdPipe) id: number,
    @Body() body: UpdateLabelDto,
    @Origin() origin: RequestOrigin,
  ): Promise<LabelDto> {
    return this.labels.update(actor, id, body, origin);
  }

  @Delete('label/:id')
  @Authenticated('supervisor', 'admin')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({
    summary: 'Delete a label',
    operationId: 'deleteLabel',
    description: 'For supervisors and administrators. It leaves all chats; each is told of as `chat.updated`.',
  })
  @ApiIdParam('id', 'Id of the label.', 3)
  @ApiNoContentResponse({ description: 'Deleted.' })
  @ApiErrors('VALIDATION', 'LABEL_NOT_FOUND')
  deleteLabel(
    @CurrentUser() actor: AuthUser,
    @Param('id', IdPipe) id: number,
    @Origin() origin: RequestOrigin,
  ): Promise<void> {
    return this.labels.delete(actor, id, origin);
  }

  @Put('chat/:id/labels/:labelId')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({
    summary: 'Put a label on a chat',
    operationId: 'addChatLabel',
    description: 'At most 20 on one chat. Again changes nothing.',
  })
  @ApiIdParam('id', 'Id of the chat.', 123)
  @ApiIdParam('labelId', 'Id of the label.', 3)
  @ApiNoContentResponse({ description: 'The chat carries it.' })
  @ApiErrors('VALIDATION', 'CHAT_NOT_FOUND', 'LABEL_NOT_FOUND', 'TOO_MANY_LABELS')
  addChatLabel(
    @CurrentUser() actor: AuthUser,
    @Param('id', IdPipe) chatId: number,
    @Param('labelId', IdPipe) labelId: number,
    @Origin() origin: RequestOrigin,
  ): Promise<void> {
    return this.onChats.put(actor, { chatId, labelId }, origin);
  }

  @Delete('chat/:id/labels/:labelId')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({
    summary: 'Take a label off a chat',
    operationId: 'removeChatLabel',
    description: 'Again changes nothing.',
  })
  @ApiIdParam('id', 'Id of the chat.', 123)
  @ApiIdParam('labelId', 'Id of the label.', 3)
  @ApiNoContentResponse({ description: 'The chat does not carry it.' })
  @ApiErrors('VALIDATION', 'CHAT_NOT_FOUND', 'LABEL_NOT_FOUND')
  removeChatLabel(
    @CurrentUser() actor: AuthUser,
    @Param('id', IdPipe) chatId: number,
    @Param('labelId', IdPipe) labelId: number,
    @Origin() origin: RequestOrigin,
  ): Promise<void> {
    return this.onChats.remove(actor, { chatId, labelId }, origin);
  }
}
