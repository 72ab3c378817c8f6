import { createParamDecorator, ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { RequestOrigin } from './domain/request-origin.js';

/** Gives a handler the `RequestOrigin` of its request. X-Forwarded-For counts only from the proxies of `TRUSTED_PROXIES`. */
export const Origin = createParamDecorator((_: unknown, context: ExecutionContext): RequestOrigin => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  return { requestId: request.id, ip: request.ip };
});
