import { CallHandler, ExecutionContext, Injectable, NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Observable, tap } from 'rxjs';
import { encodeEventPosition } from './domain/event-position.js';
import { EventPositionService } from './event-position.service.js';

/** Says in `Event-Id` which position the answer reflects. */
@Injectable()
export class EventIdInterceptor implements NestInterceptor {
  constructor(private readonly positions: EventPositionService) {}

  async intercept(context: ExecutionContext, next: CallHandler<unknown>): Promise<Observable<unknown>> {
    // Before the handler reads: an event between the two is delivered although the answer shows it, and none is missed.
    const position = encodeEventPosition(await this.positions.now());
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(tap(() => void reply.header('event-id', position)));
  }
}
