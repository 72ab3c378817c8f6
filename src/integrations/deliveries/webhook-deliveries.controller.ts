import { applyDecorators, Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequestOrigin } from '../../audit/domain/request-origin.js';
import { Origin } from '../../audit/origin.decorator.js';
import { Authenticated } from '../../auth/authenticated.decorator.js';
import { CurrentUser } from '../../auth/current-user.decorator.js';
import { AuthUser } from '../../auth/domain/auth-user.js';
import { LINK_HEADER, WithNextLink } from '../../common/http/with-next-link.decorator.js';
import { ApiErrors } from '../../common/openapi/api-errors.decorator.js';
import { ApiIdParam } from '../../common/openapi/api-id-param.decorator.js';
import { IdPipe } from '../../common/validation/id.pipe.js';
import { EVENT_ID_HEADER, WithEventId } from '../../events/with-event-id.decorator.js';
import { REDELIVER_EXAMPLES } from '../endpoints/endpoint-examples.js';
import { InspectDeliveries } from './inspect-deliveries.service.js';
import { Redeliver } from './redeliver.service.js';
import {
  ListWebhookDeliveriesQueryDto,
  RedeliveredWebhooksDto,
  RedeliverRangeDto,
  toDeliveryDetailsDto,
  toDeliveryDto,
  toDeliveryFilter,
  toDeliveryListDto,
  WebhookDeliveryDetailsDto,
  WebhookDeliveryDto,
  WebhookDeliveryListDto,
} from './webhook-deliveries.dto.js';

/** Both ids of a delivery. */
function DeliveryParams(): MethodDecorator {
  return applyDecorators(
    ApiIdParam('id', 'Id of the endpoint.', 3),
    ApiIdParam('deliveryId', 'Id of the delivery.', 4711),
  );
}

@ApiTags('Admin')
@Authenticated('admin')
@Controller('api/admin/webhook-endpoints/:id/deliveries')
export class WebhookDeliveriesController {
  constructor(
    private readonly inspector: InspectDeliveries,
    private readonly redeliverer: Redeliver,
  ) {}

  @Get()
  @WithEventId()
  @WithNextLink()
  @ApiOperation({
    summary: 'List what an endpoint was told',
    operationId: 'listWebhookDeliveries',
    description:
      'Newest first, with what became of it; nothing of what anybody wrote. What arrived or was skipped is kept for 7 days, what was given up for 30. What has waited for 30 days at an endpoint that is paused is given up.',
  })
  @ApiIdParam('id', 'Id of the endpoint.', 3)
  @ApiOkResponse({
    type: WebhookDeliveryListDto,
    description: 'A page of deliveries.',
    headers: { ...LINK_HEADER, ...EVENT_ID_HEADER },
  })
  @ApiErrors('VALIDATION', 'WEBHOOK_ENDPOINT_NOT_FOUND')
  async listWebhookDeliveries(
    @Param('id', IdPipe) id: number,
    @Query() query: ListWebhookDeliveriesQueryDto,
  ): Promise<WebhookDeliveryListDto> {
    return toDeliveryListDto(await this.inspector.list(id, toDeliveryFilter(query), query));
  }

  @Get(':deliveryId')
  @ApiOperation({
    summary: 'Look into a delivery',
    operationId: 'getWebhookDelivery',
    description: 'With its attempts: what was answered, and how fast.',
  })
  @DeliveryParams()
  @ApiOkResponse({ type: WebhookDeliveryDetailsDto, description: 'The delivery.' })
  @ApiErrors('VALIDATION', 'WEBHOOK_ENDPOINT_NOT_FOUND', 'WEBHOOK_DELIVERY_NOT_FOUND')
  async getWebhookDelivery(
    @Param('id', IdPipe) id: number,
    @Param('deliveryId', IdPipe) deliveryId: number,
  ): Promise<WebhookDeliveryDetailsDto> {
    const { row, attempts } = await this.inspector.find(id, deliveryId);
    return toDeliveryDetailsDto(row, attempts);
  }

  @Post('redeliver')
  @HttpCode(HttpStatus.ACCEPTED)
  @ApiOperation({
    summary: 'Send a range of deliveries once more',
    operationId: 'redeliverWebhooks',
    description: 'The oldest first, under the ids they had: a receiver that has had them knows them again.',
  })
  @ApiIdParam('id', 'Id of the endpoint.', 3)
  @ApiBody({ type: RedeliverRangeDto, examples: REDELIVER_EXAMPLES })
  @ApiAcceptedResponse({ type: RedeliveredWebhooksDto, description: 'They wait to be sent.' })
  @ApiErrors('VALIDATION', 'BAD_JSON', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE', 'WEBHOOK_ENDPOINT_NOT_FOUND')
  redeliverWebhooks(
    @CurrentUser() actor: AuthUser,
    @Param('id', IdPipe) id: number,
    @Body() { afterId, limit, state = 'failed', ...times }: RedeliverRangeDto,
    @Origin() origin: RequestOrigin,
  ): Promise<RedeliveredWebhooksDto> {
    const range = { ...toDeliveryFilter({ state, ...times }), ...(afterId && { afterId }), limit };
    return this.redeliverer.range({ actor, origin }, id, range);
  }

  @Post(':deliveryId/redeliver')
  @HttpCode(HttpStatus.ACCEPTED)
  @ApiOperation({
    summary: 'Send a delivery once more',
    operationId: 'redeliverWebhook',
    description: 'However it ended, with three days of tries ahead; one that waits is due at once.',
  })
  @DeliveryParams()
  @ApiAcceptedResponse({ type: WebhookDeliveryDto, description: 'It waits to be sent.' })
  @ApiErrors('VALIDATION', 'WEBHOOK_ENDPOINT_NOT_FOUND', 'WEBHOOK_DELIVERY_NOT_FOUND')
  async redeliverWebhook(
    @CurrentUser() actor: AuthUser,
    @Param('id', IdPipe) id: number,
    @Param('deliveryId', IdPipe) deliveryId: number,
    @Origin() origin: RequestOrigin,
  ): Promise<WebhookDeliveryDto> {
    return toDeliveryDto(await this.redeliverer.one({ actor, origin }, id, deliveryId));
  }
}
