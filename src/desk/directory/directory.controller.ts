import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Authenticated } from '../../auth/authenticated.decorator.js';
import { CurrentUser } from '../../auth/current-user.decorator.js';
import type { AuthUser } from '../../auth/domain/auth-user.js';
import { ApiErrors } from '../../common/openapi/api-errors.decorator.js';
import { EVENT_ID_HEADER, WithEventId } from '../../events/with-event-id.decorator.js';
import { LINK_HEADER, nextLink } from '../next-link.js';
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
  @ApiOperation({
    summary: 'The business numbers you work with',
    operationId: 'listOwnChannels',
    description: 'Of an administrator all of them.',
  })
  @ApiOkResponse({ type: DeskChannelListDto, description: 'A page of channels.', headers: HEADERS })
  @ApiErrors('VALIDATION')
  async listOwnChannels(
    @CurrentUser() user: AuthUser,
    @Query() query: ListOwnChannelsQueryDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DeskChannelListDto> {
    const page = await this.directory.channels(user, query);
    const link = nextLink('channels', query, page.nextCursor);
    if (link !== undefined) void reply.header('link', link);
    return page;
  }

  @Get('operators')
  @WithEventId()
  @ApiOperation({
    summary: 'Whom chats can be given to',
    operationId: 'listOperators',
    description:
      'Those who work in a channel of yours, yourself and administrators included; nobody who is disabled. Give `channel` for a chat: only who works there can be given it.',
  })
  @ApiOkResponse({ type: OperatorListDto, description: 'A page of operators.', headers: HEADERS })
  @ApiErrors('VALIDATION')
  async listOperators(
    @CurrentUser() user: AuthUser,
    @Query() query: ListOperatorsQueryDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OperatorListDto> {
    const page = await this.directory.operators(user, query);
    const link = nextLink('operators', query, page.nextCursor);
    if (link !== undefined) void reply.header('link', link);
    return page;
  }
}
