import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiSecurity, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Authenticated } from '../../auth/authenticated.decorator.js';
import type { AuthUser } from '../../auth/domain/auth-user.js';
import { ApiErrors } from '../../common/openapi/api-errors.decorator.js';
import { AcceptsLaterToken, AcceptsTicket } from '../../common/stream-credentials.decorator.js';
import { STREAM_FRAME_SCHEMA } from '../event-document.js';
import { WS_DESCRIPTION, WS_FRAMES } from './ws-document.js';
import { WsDoor } from './ws-door.service.js';
import { WsQueryDto } from './ws.dto.js';

@ApiTags('Realtime')
@Authenticated()
@Controller('api/waba/operator')
export class WsController {
  constructor(private readonly door: WsDoor) {}

  @Get('ws')
  @AcceptsTicket()
  @AcceptsLaterToken()
  @ApiOperation({
    summary: 'Follow events over a WebSocket',
    operationId: 'connectWebSocket',
    description: WS_DESCRIPTION,
  })
  // Or nothing: the token may come in the `hello`.
  @ApiSecurity({})
  @ApiHeader({
    name: 'Origin',
    required: false,
    description: 'Set by browsers. One that is not in `CORS_ORIGINS` is refused, as is a ticket without any.',
    schema: { type: 'string', example: 'https://desk.shop.kz' },
  })
  @ApiResponse({
    status: 101,
    description: WS_FRAMES,
    content: { 'application/json': { schema: { $ref: getSchemaPath(STREAM_FRAME_SCHEMA) } } },
  })
  @ApiErrors('VALIDATION', 'BAD_REQUEST', 'FORBIDDEN', 'UPGRADE_REQUIRED', 'TOO_MANY_STREAMS')
  connectWebSocket(
    @Query() _query: WsQueryDto,
    @Req() request: FastifyRequest & { user?: AuthUser },
    @Res() reply: FastifyReply,
  ): void {
    this.door.open(request, reply, request.user);
  }
}
