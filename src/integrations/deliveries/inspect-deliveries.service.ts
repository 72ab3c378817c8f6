import { Injectable } from '@nestjs/common';
import { ApiError } from '../../common/errors/api-error.js';
import { decodeIdCursor, IdPage, idPage } from '../../common/id-page.js';
import { DeliveriesAdminRepository, DeliveryFilter, DeliveryRow } from './deliveries-admin.repository.js';
import { ShowEndpoints } from '../endpoints/show-endpoints.service.js';
import { WebhookAttempt } from './webhook-attempt.entity.js';

const SHOWN_ATTEMPTS = 50;

/** Reads the log of deliveries. */
@Injectable()
export class InspectDeliveries {
  constructor(
    private readonly endpoints: ShowEndpoints,
    private readonly deliveries: DeliveriesAdminRepository,
  ) {}

  /** Newest first. Throws 404 `WEBHOOK_ENDPOINT_NOT_FOUND`. */
  async list(
    endpointId: number,
    filter: DeliveryFilter,
    page: { limit: number; cursor?: string },
  ): Promise<IdPage<DeliveryRow>> {
    await this.endpoints.find(endpointId);
    const cursor = page.cursor === undefined ? undefined : decodeIdCursor(page.cursor);
    return idPage(await this.deliveries.findPage(endpointId, filter, cursor, page.limit), cursor, page.limit);
  }

  /** Throws 404 `WEBHOOK_ENDPOINT_NOT_FOUND`, `WEBHOOK_DELIVERY_NOT_FOUND`. */
  async find(endpointId: number, id: number): Promise<{ row: DeliveryRow; attempts: WebhookAttempt[] }> {
    await this.endpoints.find(endpointId);
    const row = await this.deliveries.find(endpointId, id);
    if (row === undefined) throw new ApiError('WEBHOOK_DELIVERY_NOT_FOUND');
    return { row, attempts: await this.deliveries.findAttempts(id, SHOWN_ATTEMPTS) };
  }
}
