import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Param, Patch, Post } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { RequestOrigin } from '../../audit/domain/request-origin.js';
import { Origin } from '../../audit/origin.decorator.js';
import { Authenticated } from '../../auth/authenticated.decorator.js';
import { CurrentUser } from '../../auth/current-user.decorator.js';
import { AuthUser } from '../../auth/domain/auth-user.js';
import { Clock } from '../../common/clock.js';
import { ApiErrors } from '../../common/openapi/api-errors.decorator.js';
import { ApiIdParam } from '../../common/openapi/api-id-param.decorator.js';
import { IdPipe } from '../../common/validation/id.pipe.js';
import { EVENT_ID_HEADER, WithEventId } from '../../events/with-event-id.decorator.js';
import { ChangeEndpoint } from './change-endpoint.service.js';
import { CreateEndpoint } from './create-endpoint.service.js';
import { CREATE_ENDPOINT_EXAMPLES, UPDATE_ENDPOINT_EXAMPLES } from './endpoint-examples.js';
import { Redeliver } from '../deliveries/redeliver.service.js';
import { RotateSecret } from './rotate-secret.service.js';
import { ShowEndpoints } from './show-endpoints.service.js';
import { toDeliveryDto, WebhookDeliveryDto } from '../deliveries/webhook-deliveries.dto.js';
import {
  CreateWebhookEndpointDto,
  NewWebhookEndpointDto,
  toEndpointDto,
  UpdateWebhookEndpointDto,
  WebhookEndpointDto,
  WebhookEndpointListDto,
} from './webhook-endpoints.dto.js';

const BODY_ERRORS = ['VALIDATION', 'BAD_JSON', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'] as const;

/** Not `webhooks`: those are what Meta sends us. */
@ApiTags('Admin')
@Authenticated('admin')
@Controller('api/admin/webhook-endpoints')
export class WebhookEndpointsController {
  constructor(
    private readonly creator: CreateEndpoint,
    private readonly changes: ChangeEndpoint,
    private readonly secrets: RotateSecret,
    private readonly redeliverer: Redeliver,
    private readonly endpoints: ShowEndpoints,
    private readonly clock: Clock,
  ) {}

  @Post()
  @ApiOperation({
    summary: 'Tell another system what happens',
    operationId: 'createWebhookEndpoint',
    description:
      'From now on events are posted to its URL, signed as Standard Webhooks has it, at least once and in no promised order: `webhook-id` is the same each time. What is not answered with 2xx within 10 seconds is tried again for three days. At most 20 endpoints.',
  })
  @ApiBody({ type: CreateWebhookEndpointDto, examples: CREATE_ENDPOINT_EXAMPLES })
  @ApiCreatedResponse({ type: NewWebhookEndpointDto, description: 'The only answer that shows the secret.' })
  @ApiErrors(...BODY_ERRORS, 'TOO_MANY_WEBHOOK_ENDPOINTS')
  async createWebhookEndpoint(
    @CurrentUser() actor: AuthUser,
    @Body() endpoint: CreateWebhookEndpointDto,
    @Origin() origin: RequestOrigin,
  ): Promise<NewWebhookEndpointDto> {
    const { secret, ...row } = await this.creator.create({ actor, origin }, endpoint);
    return { ...toEndpointDto(row, this.clock.now()), secret };
  }

  @Get()
  @WithEventId()
  @ApiOperation({ summary: 'List the systems that are told', operationId: 'listWebhookEndpoints' })
  @ApiOkResponse({
    type: WebhookEndpointListDto,
    description: 'All endpoints, without their secrets.',
    headers: EVENT_ID_HEADER,
  })
  async listWebhookEndpoints(): Promise<WebhookEndpointListDto> {
    const rows = await this.endpoints.list();
    return { webhookEndpoints: rows.map((row) => toEndpointDto(row, this.clock.now())) };
  }

  @Get(':id')
  @ApiOperation({ summary: 'Get an endpoint', operationId: 'getWebhookEndpoint' })
  @ApiIdParam('id', 'Id of the endpoint.', 3)
  @ApiOkResponse({ type: WebhookEndpointDto, description: 'The endpoint, without its secret.' })
  @ApiErrors('VALIDATION', 'WEBHOOK_ENDPOINT_NOT_FOUND')
  async getWebhookEndpoint(@Param('id', IdPipe) id: number): Promise<WebhookEndpointDto> {
    return toEndpointDto(await this.endpoints.find(id), this.clock.now());
  }

  @Patch(':id')
  @ApiOperation({
    summary: 'Change, pause or resume an endpoint',
    operationId: 'updateWebhookEndpoint',
    description:
      'A filter holds for what happens from then on. Whatever happened while it was paused is told when it goes on; after more than three days it gets a `webhook.reset` instead of what is gone.',
  })
  @ApiIdParam('id', 'Id of the endpoint.', 3)
  @ApiBody({ type: UpdateWebhookEndpointDto, examples: UPDATE_ENDPOINT_EXAMPLES })
  @ApiOkResponse({ type: WebhookEndpointDto, description: 'The endpoint now.' })
  @ApiErrors(...BODY_ERRORS, 'WEBHOOK_ENDPOINT_NOT_FOUND')
  async updateWebhookEndpoint(
    @CurrentUser() actor: AuthUser,
    @Param('id', IdPipe) id: number,
    @Body() update: UpdateWebhookEndpointDto,
    @Origin() origin: RequestOrigin,
  ): Promise<WebhookEndpointDto> {
    return toEndpointDto(await this.changes.update({ actor, origin }, id, update), this.clock.now());
  }

  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({
    summary: 'Delete an endpoint',
    operationId: 'deleteWebhookEndpoint',
    description: 'With its deliveries: what waits is not sent any more.',
  })
  @ApiIdParam('id', 'Id of the endpoint.', 3)
  @ApiNoContentResponse({ description: 'Deleted.' })
  @ApiErrors('VALIDATION', 'WEBHOOK_ENDPOINT_NOT_FOUND')
  deleteWebhookEndpoint(
    @CurrentUser() actor: AuthUser,
    @Param('id', IdPipe) id: number,
    @Origin() origin: RequestOrigin,
  ): Promise<void> {
    return this.changes.remove({ actor, origin }, id);
  }

  @Post(':id/secret')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'Replace the secret of an endpoint',
    operationId: 'rotateWebhookSecret',
    description: 'The old one signs too for 24 hours: `webhook-signature` then lists both, with a space between them.',
  })
  @ApiIdParam('id', 'Id of the endpoint.', 3)
  @ApiOkResponse({ type: NewWebhookEndpointDto, description: 'The only answer that shows the new secret.' })
  @ApiErrors('VALIDATION', 'WEBHOOK_ENDPOINT_NOT_FOUND')
  async rotateWebhookSecret(
    @CurrentUser() actor: AuthUser,
    @Param('id', IdPipe) id: number,
    @Origin() origin: RequestOrigin,
  ): Promise<NewWebhookEndpointDto> {
    const { secret, ...row } = await this.secrets.rotate({ actor, origin }, id);
    return { ...toEndpointDto(row, this.clock.now()), secret };
  }

  @Post(':id/test')
  @HttpCode(HttpStatus.ACCEPTED)
  @ApiOperation({
    summary: 'Ping an endpoint',
    operationId: 'testWebhookEndpoint',
    description:
      'Sends a `webhook.test`, once and also while it is paused. What came of it stands in the delivery that is answered here.',
  })
  @ApiIdParam('id', 'Id of the endpoint.', 3)
  @ApiAcceptedResponse({ type: WebhookDeliveryDto, description: 'The ping is on its way.' })
  @ApiErrors('VALIDATION', 'WEBHOOK_ENDPOINT_NOT_FOUND')
  async testWebhookEndpoint(
    @CurrentUser() actor: AuthUser,
    @Param('id', IdPipe) id: number,
    @Origin() origin: RequestOrigin,
  ): Promise<WebhookDeliveryDto> {
    return toDeliveryDto(await this.redeliverer.ping({ actor, origin }, id));
  }
}
