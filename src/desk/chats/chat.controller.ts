import { Controller, Get, Param, UseInterceptors } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Authenticated } from '../../auth/authenticated.decorator.js';
import { CurrentUser } from '../../auth/current-user.decorator.js';
import type { AuthUser } from '../../auth/domain/auth-user.js';
import type { Language } from '../../common/errors/localized-text.js';
import { EtagInterceptor } from '../../common/http/etag.interceptor.js';
import { CallerLanguage } from '../../common/language.decorator.js';
import { ApiErrors } from '../../common/openapi/api-errors.decorator.js';
import { ApiIdParam } from '../../common/openapi/api-id-param.decorator.js';
import { ETAG_HEADER, IF_NONE_MATCH } from '../../common/openapi/etag-headers.js';
import { IdPipe } from '../../common/validation/id.pipe.js';
import { ChatDto } from './chat.dto.js';
import { ChatViewService } from './chat-view.service.js';

@Authenticated()
@ApiTags('Chats')
@Controller('api/waba/operator/chat/:id')
export class ChatController {
  constructor(private readonly chats: ChatViewService) {}

  @Get()
  @UseInterceptors(EtagInterceptor)
  @ApiOperation({ summary: 'One chat', operationId: 'getChat', description: 'An unchanged answer is a 304.' })
  @ApiIdParam('id', 'Id of the chat.', 123)
  @ApiHeader(IF_NONE_MATCH)
  @ApiOkResponse({ type: ChatDto, description: 'The chat now.', headers: ETAG_HEADER })
  @ApiResponse({ status: 304, description: 'Nothing has changed.', headers: ETAG_HEADER })
  @ApiErrors('VALIDATION', 'CHAT_NOT_FOUND')
  getChat(
    @CurrentUser() user: AuthUser,
    @Param('id', IdPipe) id: number,
    @CallerLanguage() language: Language,
  ): Promise<ChatDto> {
    return this.chats.one(user, id, language);
  }
}
