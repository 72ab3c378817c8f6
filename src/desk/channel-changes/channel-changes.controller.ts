import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Authenticated } from '../../auth/authenticated.decorator.js';
import { CurrentUser } from '../../auth/current-user.decorator.js';
import { AuthUser } from '../../auth/domain/auth-user.js';
import { LINK_HEADER, WithNextLink } from '../../common/http/with-next-link.decorator.js';
import { ApiErrors } from '../../common/openapi/api-errors.decorator.js';
import { ApiIdParam } from '../../common/openapi/api-id-param.decorator.js';
import { IdPipe } from '../../common/validation/id.pipe.js';
import { EVENT_ID_HEADER, WithEventId } from '../../events/with-event-id.decorator.js';
import { ChannelChangeListDto, ListChannelChangesQueryDto } from './channel-changes.dto.js';
import { ListChannelChangesService } from './list-channel-changes.service.js';

@ApiTags('Admin')
@Authenticated('admin', 'supervisor')
@Controller('api/admin/channels')
export class ChannelChangesController {
  constructor(private readonly changes: ListChannelChangesService) {}

  @Get(':id/changes')
  @WithEventId()
  @WithNextLink()
  @ApiOperation({
    summary: 'What WhatsApp told of a channel',
    operationId: 'listChannelChanges',
    description:
      'Quality, limits, restrictions, the name and the number, each time it told something; the last told first. What came of it stands on the channel.',
  })
  @ApiIdParam('id', 'Id of the channel.', 1)
  @ApiOkResponse({
    type: ChannelChangeListDto,
    description: 'A page of changes.',
    headers: { ...LINK_HEADER, ...EVENT_ID_HEADER },
  })
  @ApiErrors('VALIDATION', 'CHANNEL_NOT_FOUND')
  listChannelChanges(
    @CurrentUser() actor: AuthUser,
    @Param('id', IdPipe) id: number,
    @Query() query: ListChannelChangesQueryDto,
  ): Promise<ChannelChangeListDto> {
    return this.changes.list(actor, id, query);
  }
}
