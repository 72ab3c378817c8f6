import { CallHandler, ExecutionContext, Injectable, NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Observable, tap } from 'rxjs';
import { nextLink } from './next-link.js';

/** Says in `Link` where a list goes on, by the `nextCursor` of its answer. */
@Injectable()
export class NextLinkInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler<{ nextCursor: string | null }>): Observable<unknown> {
    const http = context.switchToHttp();
    const { url } = http.getRequest<FastifyRequest>();
    return next.handle().pipe(
      tap(({ nextCursor }) => {
        const link = nextLink(url, nextCursor);
        if (link !== undefined) void http.getResponse<FastifyReply>().header('link', link);
      }),
    );
  }
}
