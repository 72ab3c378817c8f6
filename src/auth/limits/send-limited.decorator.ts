import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiErrors } from '../../common/openapi/api-errors.decorator.js';

export const RATE_LIMITED = 'rateLimited';

/** Counts against the user's share of sends; beyond it 429. */
export function SendLimited(): MethodDecorator {
  return applyDecorators(SetMetadata(RATE_LIMITED, true), ApiErrors('TOO_MANY_REQUESTS'));
}
