import { Controller, Get, UseInterceptors } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Authenticated } from '../../auth/authenticated.decorator.js';
import { CurrentUser } from '../../auth/current-user.decorator.js';
import type { AuthUser } from '../../auth/domain/auth-user.js';
import { EtagInterceptor } from '../../common/http/etag.interceptor.js';
import { ETAG_HEADER, IF_NONE_MATCH } from '../../common/openapi/etag-headers.js';
import { EVENT_ID_HEADER, WithEventId } from '../../events/with-event-id.decorator.js';
import { CountUnreadService } from './count-unread.service.js';
import { UnreadDto } from './unread.dto.js';

const HEADERS = { ...ETAG_HEADER, ...EVENT_ID_HEADER };

@Authenticated()
@ApiTags('Chats')
@Controller('api/waba/operator/unread')
export class UnreadController {
  constructor(private readonly unread: CountUnreadService) {}

  @Get()
  @WithEventId()
  @UseInterceptors(EtagInterceptor)
  @ApiOperation({
    summary: 'What is unread, for a badge',
    operationId: 'getUnread',
    description: 'Counted over the chats you may see, open and closed. Made for polling: an unchanged answer is a 304.',
  })
  @ApiHeader(IF_NONE_MATCH)
  @ApiOkResponse({ type: UnreadDto, description: 'The counts now.', headers: HEADERS })
  @ApiResponse({ status: 304, description: 'Nothing has changed.', headers: HEADERS })
  getUnread(@CurrentUser() user: AuthUser): Promise<UnreadDto> {
    return this.unread.count(user);
  }
}
