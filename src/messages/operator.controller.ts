import {
  Body,
  Controller,
  Get,
  HttpCode,
  HttpStatus,
  Param,
  Post,
  Query,
  Req,
  Res,
  UseInterceptors,
} from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOkResponse, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Authenticated } from '../auth/authenticated.decorator.js';
import { CurrentUser } from '../auth/current-user.decorator.js';
import type { AuthUser } from '../auth/domain/auth-user.js';
import { SendLimited } from '../auth/limits/send-limited.decorator.js';
import { failpoint } from '../common/failpoint.js';
import type { Language } from '../common/errors/localized-text.js';
import { EtagInterceptor } from '../common/http/etag.interceptor.js';
import { CallerLanguage } from '../common/language.decorator.js';
import { ApiErrors, ApiProblem } from '../common/openapi/api-errors.decorator.js';
import { ETAG_HEADER, IF_NONE_MATCH } from '../common/openapi/etag-headers.js';
import { ApiIdParam } from '../common/openapi/api-id-param.decorator.js';
import { IdPipe } from '../common/validation/id.pipe.js';
import { EVENT_ID_HEADER, WithEventId } from '../events/with-event-id.decorator.js';
import { HistoryQueryDto } from './history-query.dto.js';
import { MessageHistoryDto, MessageStatusDto } from './message.dto.js';
import { HISTORY_EXAMPLES } from './history-document.js';
import { MessageHistoryService } from './message-history.service.js';
import { MessageStatusService, wrongMessageId } from './message-status.service.js';
import { nextPageLink } from './next-page-link.js';
import { answerSend } from './send/send-answer.js';
import {
  PENDING_EXAMPLES,
  PREFER_HEADER,
  SEND_DESCRIPTION,
  SEND_ERRORS,
  SEND_EXAMPLES,
  SENT_EXAMPLES,
} from './send/send-document.js';
import { SendMessageDto, SendMessageResponseDto } from './send/send-message.dto.js';
import { readSendOptions } from './send/send-options.js';
import { SendMessageService } from './send/send-message.service.js';
import { SendProblemDto } from './send/send-problem.dto.js';
import { toSendRequest } from './send/send-request.js';

/** The operator contract: docs/operator-api.ru.md. */
@Authenticated()
@Controller('api/waba/operator')
export class OperatorController {
  constructor(
    private readonly sender: SendMessageService,
    private readonly statuses: MessageStatusService,
    private readonly history: MessageHistoryService,
  ) {}

  @Post('send')
  @SendLimited()
  @HttpCode(HttpStatus.OK)
  @ApiTags('Send')
  @ApiOperation({ summary: 'Send a message to a chat', operationId: 'sendMessage', description: SEND_DESCRIPTION })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'Your own id of this message: a repeat answers with what it made the first time.',
    schema: { type: 'string', minLength: 1, maxLength: 255, example: '5b1a3f0e-7c1d-4a55-9a0e-0d7a2f1f6f10' },
  })
  @ApiHeader(PREFER_HEADER)
  @ApiBody({ type: SendMessageDto, examples: SEND_EXAMPLES })
  @ApiOkResponse({
    type: SendMessageResponseDto,
    examples: SENT_EXAMPLES,
    description: 'WhatsApp has it.',
    headers: {
      'Idempotency-Replayed': {
        description: '`true` where the message was made by an earlier request, absent otherwise.',
        schema: { type: 'string', enum: ['true'] },
      },
    },
  })
  @ApiResponse({
    status: 202,
    type: SendMessageResponseDto,
    examples: PENDING_EXAMPLES,
    description: 'Stored and under way: `messageId` is null, `message-status` tells how it goes on.',
  })
  @ApiErrors(...SEND_ERRORS)
  @ApiProblem(SendProblemDto)
  async sendMessage(
    @CurrentUser() user: AuthUser,
    @Body() body: SendMessageDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SendMessageResponseDto> {
    const options = readSendOptions(request);
    const result = await this.sender.send(user, toSendRequest(body, options.idempotencyKey), options);
    const answer = answerSend(result, options.language, reply);
    failpoint('d1');
    return answer;
  }

  @Get('message-status/:messageId')
  @UseInterceptors(EtagInterceptor)
  @ApiTags('Send', 'Realtime')
  @ApiOperation({
    summary: 'How far a message came',
    operationId: 'getMessageStatus',
    description: 'Made for polling: with `If-None-Match` an unchanged answer is a 304 without a body.',
  })
  @ApiParam({
    name: 'messageId',
    description: 'Our id of the message, or WhatsApp’s (percent-encoded).',
    schema: { type: 'string', maxLength: 256, example: '456' },
  })
  @ApiHeader(IF_NONE_MATCH)
  @ApiOkResponse({ type: MessageStatusDto, description: 'Its status now.', headers: ETAG_HEADER })
  @ApiResponse({ status: 304, description: 'Nothing has changed.', headers: ETAG_HEADER })
  @ApiErrors(wrongMessageId(), 'MESSAGE_NOT_FOUND')
  getMessageStatus(
    @CurrentUser() user: AuthUser,
    @Param('messageId') messageId: string,
    @CallerLanguage() language: Language,
  ): Promise<MessageStatusDto> {
    return this.statuses.get(user, messageId, language);
  }

  @Get('chat/:chatId/messages')
  @WithEventId()
  @UseInterceptors(EtagInterceptor)
  @ApiTags('Chats')
  @ApiOperation({
    summary: 'The messages of a chat, newest first',
    operationId: 'listChatMessages',
    description:
      'Pages by `limit` and `offset`; `before` gives pages that stay right while messages arrive. `Link` leads to the next page. An unchanged answer is a 304.',
  })
  @ApiIdParam('chatId', 'Id of the chat.', 123)
  @ApiHeader(IF_NONE_MATCH)
  @ApiOkResponse({
    type: MessageHistoryDto,
    examples: HISTORY_EXAMPLES,
    description: 'The page.',
    headers: {
      Link: {
        description: '`rel="next"` on a full page: on to older messages, from `after` to newer ones (RFC 8288).',
        schema: { type: 'string' },
      },
      ...EVENT_ID_HEADER,
      ...ETAG_HEADER,
    },
  })
  @ApiResponse({ status: 304, description: 'Nothing has changed.', headers: { ...EVENT_ID_HEADER, ...ETAG_HEADER } })
  @ApiErrors('VALIDATION', 'CHAT_NOT_FOUND')
  async listChatMessages(
    @CurrentUser() user: AuthUser,
    @Param('chatId', IdPipe) chatId: number,
    @Query() page: HistoryQueryDto,
    @CallerLanguage() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MessageHistoryDto> {
    const answer = await this.history.list(user, chatId, page, language);
    const link = nextPageLink(chatId, page, answer);
    if (link !== undefined) void reply.header('link', link);
    return answer;
  }
}
