import { Injectable } from '@nestjs/common';
import { ApiError } from '../../common/errors/api-error.js';
import { EndpointsRepository, ShownEndpoint } from './endpoints.repository.js';

@Injectable()
export class ShowEndpoints {
  constructor(private readonly endpoints: EndpointsRepository) {}

  list(): Promise<ShownEndpoint[]> {
    return this.endpoints.findAll();
  }

  /** Throws 404 `WEBHOOK_ENDPOINT_NOT_FOUND`. */
  async find(id: number): Promise<ShownEndpoint> {
    const found = await this.endpoints.find(id);
    if (found === undefined) throw new ApiError('WEBHOOK_ENDPOINT_NOT_FOUND');
    return found;
  }
}
