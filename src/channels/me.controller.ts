import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Authenticated } from '../auth/authenticated.decorator.js';
import { CurrentUser } from '../auth/current-user.decorator.js';
import { AuthUser } from '../auth/domain/auth-user.js';
import { permissionsOf } from '../auth/domain/permissions.js';
import { ChannelMembersService } from './channel-members.service.js';
import { MeDto } from './me.dto.js';

/** Stands here and not with the other routes of /api/auth because its answer tells of channels, which `auth` does not know. */
@ApiTags('Auth')
@Authenticated()
@Controller('api/auth/me')
export class MeController {
  constructor(private readonly members: ChannelMembersService) {}

  @Get()
  @ApiOperation({
    summary: 'Who am I',
    operationId: 'getMe',
    description: 'With the channels you work in and what you may do.',
  })
  @ApiOkResponse({ type: MeDto, description: 'The user of this token.' })
  async getMe(@CurrentUser() user: AuthUser): Promise<MeDto> {
    const { id, email, name, role } = user;
    return { id, email, name, role, channels: await this.members.channelsOf(user), permissions: permissionsOf(role) };
  }
}
