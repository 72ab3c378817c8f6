import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequestOrigin } from '../audit/domain/request-origin.js';
import { Origin } from '../audit/origin.decorator.js';
import { Authenticated } from '../auth/authenticated.decorator.js';
import { CurrentUser } from '../auth/current-user.decorator.js';
import { AuthUser } from '../auth/domain/auth-user.js';
import { LINK_HEADER, WithNextLink } from '../common/http/with-next-link.decorator.js';
import { ApiErrors } from '../common/openapi/api-errors.decorator.js';
import { ApiIdParam } from '../common/openapi/api-id-param.decorator.js';
import { IdPipe } from '../common/validation/id.pipe.js';
import { EVENT_ID_HEADER, WithEventId } from '../events/with-event-id.decorator.js';
import { InspectWebhooksService } from './inspect-webhooks.service.js';
import { ReplayWebhooksService } from './replay-webhooks.service.js';
import {
  ListWebhooksQueryDto,
  ReplayedWebhooksDto,
  ReplayWebhooksDto,
  toFilter,
  toReplayRange,
  toWebhookDto,
  toWebhookListDto,
  WebhookDto,
  WebhookListDto,
} from './webhook-admin.dto.js';
import { toWebhookDetailsDto, WebhookDetailsDto } from './webhook-details.dto.js';
import { REPLAY_EXAMPLES } from './webhook-examples.js';

@ApiTags('Admin')
@Authenticated('admin')
@Controller('api/admin/webhooks')
export class WebhookAdminController {
  constructor(
    private readonly inspector: InspectWebhooksService,
    private readonly replayer: ReplayWebhooksService,
  ) {}

  @Get()
  @WithEventId()
  @WithNextLink()
  @ApiOperation({
    summary: 'List the webhooks Meta sent',
    operationId: 'listWebhooks',
    description: 'Newest first, with what became of them; dead letters say why. Nothing of what anybody wrote.',
  })
  @ApiOkResponse({
    type: WebhookListDto,
    description: 'A page of webhooks.',
    headers: { ...LINK_HEADER, ...EVENT_ID_HEADER },
  })
  @ApiErrors('VALIDATION')
  async listWebhooks(@Query() query: ListWebhooksQueryDto): Promise<WebhookListDto> {
    return toWebhookListDto(await this.inspector.list(toFilter(query), query));
  }

  @Get(':id')
  @ApiOperation({
    summary: 'Look into a webhook',
    operationId: 'getWebhook',
    description: 'The body as it came, with what customers wrote, and what the parser makes of it. Who looked is kept.',
  })
  @ApiIdParam('id', 'Id of the webhook.', 4711)
  @ApiOkResponse({ type: WebhookDetailsDto, description: 'The webhook.' })
  @ApiErrors('VALIDATION', 'WEBHOOK_NOT_FOUND')
  async getWebhook(
    @CurrentUser() actor: AuthUser,
    @Param('id', IdPipe) id: number,
    @Origin() origin: RequestOrigin,
  ): Promise<WebhookDetailsDto> {
    const { row, report } = await this.inspector.inspect(actor, id, origin);
    return toWebhookDetailsDto(row, report);
  }

  @Post('replay')
  @HttpCode(HttpStatus.ACCEPTED)
  @ApiOperation({
    summary: 'Apply a range of webhooks once more',
    operationId: 'replayWebhooks',
    description:
      'What they brought is not doubled: replaying everything twice changes nothing. The oldest go first, those of more than 13 days are left out, and what comes in meanwhile need not wait for them.',
  })
  @ApiBody({ type: ReplayWebhooksDto, examples: REPLAY_EXAMPLES })
  @ApiAcceptedResponse({ type: ReplayedWebhooksDto, description: 'They wait to be applied.' })
  @ApiErrors('VALIDATION')
  replayWebhooks(
    @CurrentUser() actor: AuthUser,
    @Body() range: ReplayWebhooksDto,
    @Origin() origin: RequestOrigin,
  ): Promise<ReplayedWebhooksDto> {
    return this.replayer.replayRange(actor, toReplayRange(range), origin);
  }

  @Post(':id/replay')
  @HttpCode(HttpStatus.ACCEPTED)
  @ApiOperation({
    summary: 'Apply a webhook once more',
    operationId: 'replayWebhook',
    description: 'For a dead letter whose reason is gone, such as a channel that has been created since.',
  })
  @ApiIdParam('id', 'Id of the webhook.', 4711)
  @ApiAcceptedResponse({ type: WebhookDto, description: 'It waits to be applied.' })
  @ApiErrors('VALIDATION', 'WEBHOOK_NOT_FOUND')
  async replayWebhook(
    @CurrentUser() actor: AuthUser,
    @Param('id', IdPipe) id: number,
    @Origin() origin: RequestOrigin,
  ): Promise<WebhookDto> {
    return toWebhookDto(await this.replayer.replayOne(actor, id, origin));
  }
}
