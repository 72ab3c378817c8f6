import { Controller, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequestOrigin } from '../../audit/domain/request-origin.js';
import { Origin } from '../../audit/origin.decorator.js';
import { Authenticated } from '../../auth/authenticated.decorator.js';
import { CurrentUser } from '../../auth/current-user.decorator.js';
import type { AuthUser } from '../../auth/domain/auth-user.js';
import type { Language } from '../../common/errors/localized-text.js';
import { CallerLanguage } from '../../common/language.decorator.js';
import { ApiErrors } from '../../common/openapi/api-errors.decorator.js';
import { ApiIdParam } from '../../common/openapi/api-id-param.decorator.js';
import { IdPipe } from '../../common/validation/id.pipe.js';
import { ChatDto } from '../chats/chat.dto.js';
import { ChatViewService } from '../chats/chat-view.service.js';
import { ChatStatusService } from './chat-status.service.js';

@Authenticated()
@ApiTags('Chats')
@Controller('api/waba/operator/chat/:id')
export class ChatStatusController {
  constructor(
    private readonly statuses: ChatStatusService,
    private readonly chats: ChatViewService,
  ) {}

  @Post('close')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'Close a chat',
    operationId: 'closeChat',
    description:
      'The next message of the customer opens it again, and so does the next one an operator sends; what is scheduled in it still leaves and leaves it closed. Closing a closed chat changes nothing.',
  })
  @ApiIdParam('id', 'Id of the chat.', 123)
  @ApiOkResponse({ type: ChatDto, description: 'The chat now.' })
  @ApiErrors('VALIDATION', 'CHAT_NOT_FOUND')
  async closeChat(
    @CurrentUser() user: AuthUser,
    @Param('id', IdPipe) id: number,
    @CallerLanguage() language: Language,
    @Origin() origin: RequestOrigin,
  ): Promise<ChatDto> {
    await this.statuses.set(user, id, 'closed', origin);
    return this.chats.one(user, id, language);
  }

  @Post('reopen')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'Reopen a chat',
    operationId: 'reopenChat',
    description: 'Reopening an open chat changes nothing.',
  })
  @ApiIdParam('id', 'Id of the chat.', 123)
  @ApiOkResponse({ type: ChatDto, description: 'The chat now.' })
  @ApiErrors('VALIDATION', 'CHAT_NOT_FOUND')
  async reopenChat(
    @CurrentUser() user: AuthUser,
    @Param('id', IdPipe) id: number,
    @CallerLanguage() language: Language,
    @Origin() origin: RequestOrigin,
  ): Promise<ChatDto> {
    await this.statuses.set(user, id, 'open', origin);
    return this.chats.one(user, id, language);
  }
}
