import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from './api-error.js';
import { chooseLanguage } from './localized-text.js';
import { toProblem } from './problem.js';

/** Answers with the one error body, in the caller's language; does nothing once an answer has begun. */
export function sendProblem(error: ApiError, publicUrl: string, request: FastifyRequest, reply: FastifyReply): void {
  if (reply.sent || reply.raw.headersSent) return;
  if (error.status === 401) void reply.header('www-authenticate', 'Bearer');
  if (error.retryAfter !== undefined) {
    void reply.header('retry-after', String(Math.max(1, Math.ceil(error.retryAfter))));
  }
  const problem = toProblem(error, {
    publicUrl,
    // The path alone: a query string may carry what must not be repeated.
    path: request.url.split('?', 1)[0]?.slice(0, 512) ?? '',
    requestId: request.id,
    language: chooseLanguage(request.headers['accept-language']),
  });
  void reply
    .status(error.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem));
}
