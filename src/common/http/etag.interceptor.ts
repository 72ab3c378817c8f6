import { createHash } from 'node:crypto';
import { CallHandler, ExecutionContext, HttpStatus, Injectable, NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, Observable } from 'rxjs';
import { isKnown } from './if-none-match.js';

/** Makes polling cheap: an answer that has not changed since `If-None-Match` is a 304 without a body. */
@Injectable()
export class EtagInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    return next.handle().pipe(map((body) => this.conditional(body, request, reply)));
  }

  private conditional(body: unknown, request: FastifyRequest, reply: FastifyReply): unknown {
    const etag = `"${createHash('sha256').update(JSON.stringify(body)).digest('base64url').slice(0, 27)}"`;
    // CORS has written Origin there.
    const vary = [reply.getHeader('vary') ?? [], 'Authorization', 'Accept-Language'].flat().join(', ');
    void reply.headers({ etag, 'cache-control': 'private, no-cache', vary });
    if (!isKnown(request.headers['if-none-match'], etag)) return body;
    void reply.status(HttpStatus.NOT_MODIFIED);
    return undefined;
  }
}
