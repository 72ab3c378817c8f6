import { createParamDecorator, ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { chooseLanguage, Language } from './errors/localized-text.js';

/** Gives a handler the language of its caller, by Accept-Language. */
export const CallerLanguage = createParamDecorator((_: unknown, context: ExecutionContext): Language => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  return chooseLanguage(request.headers['accept-language']);
});
