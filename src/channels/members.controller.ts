import { applyDecorators, Controller, Delete, Get, HttpCode, HttpStatus, Param, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequestOrigin } from '../audit/domain/request-origin.js';
import { Origin } from '../audit/origin.decorator.js';
import { Authenticated } from '../auth/authenticated.decorator.js';
import { CurrentUser } from '../auth/current-user.decorator.js';
import { AuthUser } from '../auth/domain/auth-user.js';
import { ApiErrors } from '../common/openapi/api-errors.decorator.js';
import { ApiIdParam } from '../common/openapi/api-id-param.decorator.js';
import { IdPipe } from '../common/validation/id.pipe.js';
import { EVENT_ID_HEADER, WithEventId } from '../events/with-event-id.decorator.js';
import { ChannelMembersService } from './channel-members.service.js';
import { MemberListDto } from './channels.dto.js';

/** Both ids of a membership. */
function MembershipParams(): MethodDecorator {
  return applyDecorators(ApiIdParam('id', 'Id of the channel.', 1), ApiIdParam('userId', 'Id of the user.', 5));
}

@ApiTags('Admin')
@Authenticated('admin')
@Controller('api/admin/channels/:id/members')
export class MembersController {
  constructor(private readonly members: ChannelMembersService) {}

  @Get()
  @WithEventId()
  @ApiOperation({ summary: 'List the members of a channel', operationId: 'listChannelMembers' })
  @ApiIdParam('id', 'Id of the channel.', 1)
  @ApiOkResponse({ type: MemberListDto, description: 'All members.', headers: EVENT_ID_HEADER })
  @ApiErrors('VALIDATION', 'CHANNEL_NOT_FOUND')
  async listChannelMembers(@Param('id', IdPipe) channelId: number): Promise<MemberListDto> {
    return { members: await this.members.list(channelId) };
  }

  @Put(':userId')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({
    summary: 'Add a member to a channel',
    operationId: 'addChannelMember',
    description: 'To add a member again changes nothing.',
  })
  @MembershipParams()
  @ApiNoContentResponse({ description: 'The user is a member.' })
  @ApiErrors('VALIDATION', 'CHANNEL_NOT_FOUND', 'USER_NOT_FOUND')
  addChannelMember(
    @CurrentUser() actor: AuthUser,
    @Param('id', IdPipe) channelId: number,
    @Param('userId', IdPipe) userId: number,
    @Origin() origin: RequestOrigin,
  ): Promise<void> {
    return this.members.add(actor, { channelId, userId }, origin);
  }

  @Delete(':userId')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({
    summary: 'Remove a member from a channel',
    operationId: 'removeChannelMember',
    description: 'To remove somebody who is no member changes nothing.',
  })
  @MembershipParams()
  @ApiNoContentResponse({ description: 'The user is no member.' })
  @ApiErrors('VALIDATION', 'CHANNEL_NOT_FOUND')
  removeChannelMember(
    @CurrentUser() actor: AuthUser,
    @Param('id', IdPipe) channelId: number,
    @Param('userId', IdPipe) userId: number,
    @Origin() origin: RequestOrigin,
  ): Promise<void> {
    return this.members.remove(actor, { channelId, userId }, origin);
  }
}
