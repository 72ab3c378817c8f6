import { Controller, Get, Query, UseInterceptors } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Authenticated } from '../../auth/authenticated.decorator.js';
import { CurrentUser } from '../../auth/current-user.decorator.js';
import type { AuthUser } from '../../auth/domain/auth-user.js';
import type { Language } from '../../common/errors/localized-text.js';
import { EtagInterceptor } from '../../common/http/etag.interceptor.js';
import { LINK_HEADER, WithNextLink } from '../../common/http/with-next-link.decorator.js';
import { CallerLanguage } from '../../common/language.decorator.js';
import { ApiErrors } from '../../common/openapi/api-errors.decorator.js';
import { ETAG_HEADER, IF_NONE_MATCH } from '../../common/openapi/etag-headers.js';
import { EVENT_ID_HEADER, WithEventId } from '../../events/with-event-id.decorator.js';
import { ChatListDto, ListChatsQueryDto } from './chat-list.dto.js';
import { ListChatsService } from './list-chats.service.js';

const DESCRIPTION =
  'Those you may see. Filters go together: a chat is shown when all of them hold. A cursor is only a place in the order, it stays right while messages arrive: nobody comes twice on the way down, and who has moved up since is on the first page. Ids that are not yours or not there give an empty list.';

@Authenticated()
@ApiTags('Chats')
@Controller('api/waba/operator/chats')
export class ChatListController {
  constructor(private readonly chats: ListChatsService) {}

  @Get()
  @WithEventId()
  @WithNextLink()
  @UseInterceptors(EtagInterceptor)
  @ApiOperation({ summary: 'The chats, newest activity first', operationId: 'listChats', description: DESCRIPTION })
  @ApiHeader(IF_NONE_MATCH)
  @ApiOkResponse({
    type: ChatListDto,
    description: 'A page of chats.',
    headers: { ...LINK_HEADER, ...EVENT_ID_HEADER, ...ETAG_HEADER },
  })
  @ApiResponse({
    status: 304,
    description: 'Nothing has changed.',
    headers: { ...EVENT_ID_HEADER, ...ETAG_HEADER },
  })
  @ApiErrors('VALIDATION')
  listChats(
    @CurrentUser() user: AuthUser,
    @Query() query: ListChatsQueryDto,
    @CallerLanguage() language: Language,
  ): Promise<ChatListDto> {
    return this.chats.list(user, query, language);
  }
}
