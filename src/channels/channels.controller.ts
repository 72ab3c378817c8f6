import { Body, Controller, Get, HttpCode, HttpStatus, Param, Patch, Post } from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { RequestOrigin } from '../audit/domain/request-origin.js';
import { Origin } from '../audit/origin.decorator.js';
import { Authenticated } from '../auth/authenticated.decorator.js';
import { CurrentUser } from '../auth/current-user.decorator.js';
import { AuthUser } from '../auth/domain/auth-user.js';
import { ApiErrors } from '../common/openapi/api-errors.decorator.js';
import { ApiIdParam } from '../common/openapi/api-id-param.decorator.js';
import { IdPipe } from '../common/validation/id.pipe.js';
import { EVENT_ID_HEADER, WithEventId } from '../events/with-event-id.decorator.js';
import { ChannelAdminService } from './channel-admin.service.js';
import { ChannelViewService } from './channel-view.service.js';
import { CREATE_CHANNEL_EXAMPLES, UPDATE_CHANNEL_EXAMPLES } from './channel-examples.js';
import { ChannelDto, ChannelListDto, CreateChannelDto, UpdateChannelDto } from './channels.dto.js';
import { PauseChannelService } from './pause-channel.service.js';

const BODY_ERRORS = ['VALIDATION', 'BAD_JSON', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'] as const;

@ApiTags('Admin')
@Authenticated('admin')
@Controller('api/admin/channels')
export class ChannelsController {
  constructor(
    private readonly channels: ChannelAdminService,
    private readonly pauses: PauseChannelService,
    private readonly view: ChannelViewService,
  ) {}

  @Post()
  @ApiOperation({
    summary: 'Create a channel',
    operationId: 'createChannel',
    description: 'A channel is one business number at Meta.',
  })
  @ApiBody({ type: CreateChannelDto, examples: CREATE_CHANNEL_EXAMPLES })
  @ApiCreatedResponse({ type: ChannelDto, description: 'Created.' })
  @ApiErrors(...BODY_ERRORS, 'PHONE_NUMBER_ID_TAKEN')
  async createChannel(
    @CurrentUser() actor: AuthUser,
    @Body() channel: CreateChannelDto,
    @Origin() origin: RequestOrigin,
  ): Promise<ChannelDto> {
    return this.view.one(await this.channels.create(actor, channel, origin));
  }

  @Get()
  @WithEventId()
  @ApiOperation({ summary: 'List channels', operationId: 'listChannels' })
  @ApiOkResponse({ type: ChannelListDto, description: 'All channels.', headers: EVENT_ID_HEADER })
  async listChannels(): Promise<ChannelListDto> {
    return { channels: await this.view.all(await this.channels.list()) };
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Change a channel', operationId: 'updateChannel' })
  @ApiIdParam('id', 'Id of the channel.', 1)
  @ApiBody({ type: UpdateChannelDto, examples: UPDATE_CHANNEL_EXAMPLES })
  @ApiOkResponse({ type: ChannelDto, description: 'Changed.' })
  @ApiErrors(...BODY_ERRORS, 'CHANNEL_NOT_FOUND')
  async updateChannel(
    @CurrentUser() actor: AuthUser,
    @Param('id', IdPipe) id: number,
    @Body() update: UpdateChannelDto,
    @Origin() origin: RequestOrigin,
  ): Promise<ChannelDto> {
    return this.view.one(await this.channels.update(actor, id, update, origin));
  }

  @Post(':id/pause')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({
    summary: 'Send nothing more from a channel',
    operationId: 'pauseChannel',
    description:
      'What WhatsApp is being handed goes out; all else waits as `pending`, also what is written from now on. To pause again changes nothing.',
  })
  @ApiIdParam('id', 'Id of the channel.', 1)
  @ApiNoContentResponse({ description: 'The channel is paused.' })
  @ApiErrors('VALIDATION', 'CHANNEL_NOT_FOUND')
  pauseChannel(
    @CurrentUser() actor: AuthUser,
    @Param('id', IdPipe) id: number,
    @Origin() origin: RequestOrigin,
  ): Promise<void> {
    return this.pauses.set(actor, id, true, origin);
  }

  @Post(':id/resume')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({
    summary: 'Send from a channel again',
    operationId: 'resumeChannel',
    description:
      'What waited goes out, chat by chat in the order written, unless a service window has closed meanwhile. To resume what is not paused changes nothing.',
  })
  @ApiIdParam('id', 'Id of the channel.', 1)
  @ApiNoContentResponse({ description: 'The channel sends.' })
  @ApiErrors('VALIDATION', 'CHANNEL_NOT_FOUND')
  resumeChannel(
    @CurrentUser() actor: AuthUser,
    @Param('id', IdPipe) id: number,
    @Origin() origin: RequestOrigin,
  ): Promise<void> {
    return this.pauses.set(actor, id, false, origin);
  }
}
