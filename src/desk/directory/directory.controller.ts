import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Authenticated } from '../../auth/authenticated.decorator.js';
import { CurrentUser } from '../../auth/current-user.decorator.js';
import type { AuthUser } from '../../auth/domain/auth-user.js';
import { LINK_HEADER, WithNextLink } from '../../common/http/with-next-link.decorator.js';
import { ApiErrors } from '../../common/openapi/api-errors.decorator.js';
import { EVENT_ID_HEADER, WithEventId } from '../../events/with-event-id.decorator.js';
import {
  ListOperatorsQueryDto,
  ListOwnChannelsQueryDto,
  OperatorListDto,
  DeskChannelListDto,
} from './directory.dto.js';
import { DirectoryService } from './directory.service.js';

const HEADERS = { ...LINK_HEADER, ...EVENT_ID_HEADER };

@Authenticated()
@ApiTags('Desk')
@Controller('api/waba/operator')
export class DirectoryController {
  constructor(private readonly directory: DirectoryService) {}

  @Get('channels')
  @WithEventId()
  @WithNextLink()
  @ApiOperation({
    summary: 'The business numbers you work with',
    operationId: 'listOwnChannels',
    description: 'Of an administrator all of them.',
  })
  @ApiOkResponse({ type: DeskChannelListDto, description: 'A page of channels.', headers: HEADERS })
  @ApiErrors('VALIDATION')
  listOwnChannels(@CurrentUser() user: AuthUser, @Query() query: ListOwnChannelsQueryDto): Promise<DeskChannelListDto> {
    return this.directory.channels(user, query);
  }

  @Get('operators')
  @WithEventId()
  @WithNextLink()
  @ApiOperation({
    summary: 'Whom chats can be given to',
    operationId: 'listOperators',
    description:
      'Those who work in a channel of yours, yourself and administrators included; nobody who is disabled. Give `channel` for a chat: only who works there can be given it.',
  })
  @ApiOkResponse({ type: OperatorListDto, description: 'A page of operators.', headers: HEADERS })
  @ApiErrors('VALIDATION')
  listOperators(@CurrentUser() user: AuthUser, @Query() query: ListOperatorsQueryDto): Promise<OperatorListDto> {
    return this.directory.operators(user, query);
  }
}
