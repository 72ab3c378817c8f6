import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiExtraModels, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Authenticated } from '../../auth/authenticated.decorator.js';
import { CurrentUser } from '../../auth/current-user.decorator.js';
import type { AuthUser } from '../../auth/domain/auth-user.js';
import type { Language } from '../../common/errors/localized-text.js';
import { CallerLanguage } from '../../common/language.decorator.js';
import { ApiErrors } from '../../common/openapi/api-errors.decorator.js';
import { AcceptsTicket } from '../../common/stream-credentials.decorator.js';
import { EventListDto } from '../event-list.dto.js';
import { EVENTS_ANSWER, EVENTS_DESCRIPTION, LAST_EVENT_ID_HEADER } from './events-document.js';
import { EventsQueryDto } from './events-query.dto.js';
import { OpenEventStream } from './open-event-stream.service.js';
import { PollEvents } from './poll-events.service.js';
import { STREAM_HEADERS } from './sse-connection.js';

@Authenticated()
@ApiTags('Realtime')
@Controller('api/waba/operator/events')
export class EventsController {
  constructor(
    private readonly streams: OpenEventStream,
    private readonly polls: PollEvents,
  ) {}

  @Get()
  @AcceptsTicket()
  @ApiOperation({
    summary: 'Events: a stream or an answer, by Accept',
    operationId: 'listEvents',
    description: EVENTS_DESCRIPTION,
  })
  @ApiHeader(LAST_EVENT_ID_HEADER)
  @ApiExtraModels(EventListDto)
  @ApiResponse(EVENTS_ANSWER)
  @ApiErrors('VALIDATION', 'TOO_MANY_STREAMS')
  async listEvents(
    @CurrentUser() user: AuthUser,
    @Query() query: EventsQueryDto,
    @CallerLanguage() language: Language,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const isStream = /\btext\/event-stream\b/i.test(request.headers.accept ?? '');
    // A HEAD asks what a GET would answer, and must not open anything.
    if (request.method === 'HEAD') return void reply.headers(isStream ? STREAM_HEADERS : {}).send();
    if (isStream) return this.streams.open({ user, language, after: lastEventId(request) ?? query.after }, reply);
    const { after, limit, wait: waitSeconds } = query;
    const signal = hangUpOf(reply);
    await reply.send(await this.polls.poll({ user, language, after, limit, waitSeconds, signal }));
  }
}

/** Undefined where a client has none yet; some then send an empty one. */
function lastEventId({ headers }: FastifyRequest): string | undefined {
  const id = headers['last-event-id'];
  return id === undefined || id === '' ? undefined : String(id);
}

function hangUpOf({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  if (raw.destroyed) controller.abort();
  raw.once('close', () => controller.abort());
  return controller.signal;
}
