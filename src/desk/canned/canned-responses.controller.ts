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
import { CREATE_CANNED_EXAMPLES, RENDER_CANNED_EXAMPLES, UPDATE_CANNED_EXAMPLES } from './canned-examples.js';
import {
  CannedResponseDto,
  CannedResponseListDto,
  CreateCannedResponseDto,
  ListCannedResponsesQueryDto,
  RenderCannedResponseDto,
  RenderedCannedResponseDto,
  UpdateCannedResponseDto,
} from './canned-response.dto.js';
import { CannedResponsesService } from './canned-responses.service.js';
import { RenderCannedResponseService } from './render-canned-response.service.js';

const BODY_ERRORS = ['VALIDATION', 'BAD_JSON', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'] as const;

@Authenticated()
@ApiTags('Desk')
@Controller('api/waba/operator')
export class CannedResponsesController {
  constructor(
    private readonly responses: CannedResponsesService,
    private readonly renderer: RenderCannedResponseService,
  ) {}

  @Get('canned-responses')
  @WithEventId()
  @WithNextLink()
  @ApiOperation({
    summary: 'Your canned responses and the shared ones, by shortcut',
    operationId: 'listCannedResponses',
  })
  @ApiOkResponse({
    type: CannedResponseListDto,
    description: 'A page of them.',
    headers: { ...LINK_HEADER, ...EVENT_ID_HEADER },
  })
  @ApiErrors('VALIDATION')
  listCannedResponses(
    @CurrentUser() user: AuthUser,
    @Query() query: ListCannedResponsesQueryDto,
  ): Promise<CannedResponseListDto> {
    return this.responses.list(user, query);
  }

  @Post('canned-responses')
  @ApiOperation({
    summary: 'Create a canned response',
    operationId: 'createCannedResponse',
    description:
      'A shortcut is unique among the shared ones and among yours. A variable that does not exist is a 400 that names it.',
  })
  @ApiBody({ type: CreateCannedResponseDto, examples: CREATE_CANNED_EXAMPLES })
  @ApiCreatedResponse({ type: CannedResponseDto, description: 'Created.' })
  @ApiErrors(...BODY_ERRORS, 'FORBIDDEN', 'SHORTCUT_TAKEN')
  createCannedResponse(
    @CurrentUser() actor: AuthUser,
    @Body() body: CreateCannedResponseDto,
    @Origin() origin: RequestOrigin,
  ): Promise<CannedResponseDto> {
    return this.responses.create(actor, body, origin);
  }

  @Patch('canned-response/:id')
  @ApiOperation({
    summary: 'Change a canned response',
    operationId: 'updateCannedResponse',
    description: 'One of yours; a shared one as a supervisor or administrator.',
  })
  @ApiIdParam('id', 'Id of the canned response.', 4)
  @ApiBody({ type: UpdateCannedResponseDto, examples: UPDATE_CANNED_EXAMPLES })
  @ApiOkResponse({ type: CannedResponseDto, description: 'The canned response now.' })
  @ApiErrors(...BODY_ERRORS, 'FORBIDDEN', 'CANNED_RESPONSE_NOT_FOUND', 'SHORTCUT_TAKEN')
  updateCannedResponse(
    @CurrentUser() actor: AuthUser,
    @Param('id', IdPipe) id: number,
    @Body() body: UpdateCannedResponseDto,
    @Origin() origin: RequestOrigin,
  ): Promise<CannedResponseDto> {
    return this.responses.update(actor, id, body, origin);
  }

  @Delete('canned-response/:id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({
    summary: 'Delete a canned response',
    operationId: 'deleteCannedResponse',
    description: 'One of yours; a shared one as a supervisor or administrator.',
  })
  @ApiIdParam('id', 'Id of the canned response.', 4)
  @ApiNoContentResponse({ description: 'Deleted.' })
  @ApiErrors('VALIDATION', 'FORBIDDEN', 'CANNED_RESPONSE_NOT_FOUND')
  deleteCannedResponse(
    @CurrentUser() actor: AuthUser,
    @Param('id', IdPipe) id: number,
    @Origin() origin: RequestOrigin,
  ): Promise<void> {
    return this.responses.delete(actor, id, origin);
  }

  @Post('canned-response/:id/render')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'Fill in a canned response for a chat',
    operationId: 'renderCannedResponse',
    description: 'Nothing is sent. Values go in as they are: what looks like a variable in a name stays as it is.',
  })
  @ApiIdParam('id', 'Id of the canned response.', 4)
  @ApiBody({ type: RenderCannedResponseDto, examples: RENDER_CANNED_EXAMPLES })
  @ApiOkResponse({ type: RenderedCannedResponseDto, description: 'The text.' })
  @ApiErrors(...BODY_ERRORS, 'CANNED_RESPONSE_NOT_FOUND')
  renderCannedResponse(
    @CurrentUser() user: AuthUser,
    @Param('id', IdPipe) id: number,
    @Body() body: RenderCannedResponseDto,
  ): Promise<RenderedCannedResponseDto> {
    return this.renderer.render(user, id, body.chatId);
  }
}
