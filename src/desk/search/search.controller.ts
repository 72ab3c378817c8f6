import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Authenticated } from '../../auth/authenticated.decorator.js';
import { CurrentUser } from '../../auth/current-user.decorator.js';
import type { AuthUser } from '../../auth/domain/auth-user.js';
import type { Language } from '../../common/errors/localized-text.js';
import { LINK_HEADER, WithNextLink } from '../../common/http/with-next-link.decorator.js';
import { CallerLanguage } from '../../common/language.decorator.js';
import { ApiErrors } from '../../common/openapi/api-errors.decorator.js';
import { EVENT_ID_HEADER, WithEventId } from '../../events/with-event-id.decorator.js';
import { SearchQueryDto, SearchResultListDto } from './search.dto.js';
import { SearchService } from './search.service.js';

@Authenticated()
@ApiTags('Desk')
@Controller('api/waba/operator/search')
export class SearchController {
  constructor(private readonly search: SearchService) {}

  @Get()
  @WithEventId()
  @WithNextLink()
  @ApiOperation({
    summary: 'Search the messages of all chats you see',
    operationId: 'searchMessages',
    description:
      'Texts, captions and names of files. A new message is found a second or two after it came. Words of 3 characters or more are found fastest; a search that takes longer than 2 seconds is broken off.',
  })
  @ApiOkResponse({
    type: SearchResultListDto,
    description: 'A page of messages, newest first.',
    headers: { ...LINK_HEADER, ...EVENT_ID_HEADER },
  })
  @ApiErrors('VALIDATION', 'SEARCH_TIMEOUT')
  searchMessages(
    @CurrentUser() user: AuthUser,
    @Query() query: SearchQueryDto,
    @CallerLanguage() language: Language,
  ): Promise<SearchResultListDto> {
    return this.search.find(user, query, language);
  }
}
