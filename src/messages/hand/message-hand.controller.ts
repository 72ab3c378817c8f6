import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  HttpStatus,
  Param,
  Post,
  Req,
  Res,
  UseInterceptors,
} from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RequestOrigin } from '../../audit/domain/request-origin.js';
import { Origin } from '../../audit/origin.decorator.js';
import { Authenticated } from '../../auth/authenticated.decorator.js';
import { CurrentUser } from '../../auth/current-user.decorator.js';
import type { AuthUser } from '../../auth/domain/auth-user.js';
import { SendLimited } from '../../auth/limits/send-limited.decorator.js';
import { ApiError } from '../../common/errors/api-error.js';
import type { Language } from '../../common/errors/localized-text.js';
import { EtagInterceptor } from '../../common/http/etag.interceptor.js';
import { CallerLanguage } from '../../common/language.decorator.js';
import { ApiErrors, ApiProblem } from '../../common/openapi/api-errors.decorator.js';
import { ApiIdParam } from '../../common/openapi/api-id-param.decorator.js';
import { ETAG_HEADER, IF_NONE_MATCH } from '../../common/openapi/etag-headers.js';
import { IdPipe } from '../../common/validation/id.pipe.js';
import { answerSend } from '../send/send-answer.js';
import { FAILED_SEND_ERRORS, PENDING_EXAMPLES, PREFER_HEADER, SENT_EXAMPLES } from '../send/send-document.js';
import { SendMessageResponseDto } from '../send/send-message.dto.js';
import { readSendOptions } from '../send/send-options.js';
import { SendProblemDto } from '../send/send-problem.dto.js';
import { CancelMessageService } from './cancel-message.service.js';
import { MessageDetailService } from './message-detail.service.js';
import {
  CANCEL_REFUSAL,
  CANCELLED_EXAMPLES,
  MESSAGE_EXAMPLES,
  RETRY_DESCRIPTION,
  RETRY_EXAMPLES,
  RETRY_REFUSAL,
  STORY_EXAMPLES,
} from './message-hand-document.js';
import { MessageDto, MessageStoryDto, RetryMessageDto } from './message-hand.dto.js';
import { MessageStoryService } from './message-story.service.js';
import { RetryMessageService } from './retry-message.service.js';

/** One message in the operator's hand: look at it, send it again, take it back, hear what happened to it. */
@Authenticated()
@Controller('api/waba/operator/message/:id')
export class MessageHandController {
  constructor(
    private readonly details: MessageDetailService,
    private readonly retries: RetryMessageService,
    private readonly cancels: CancelMessageService,
    private readonly stories: MessageStoryService,
  ) {}

  @Get()
  @UseInterceptors(EtagInterceptor)
  @ApiTags('Send', 'Realtime')
  @ApiOperation({
    summary: 'One message',
    operationId: 'getMessage',
    description: 'As the history shows it, with its chat and how its sending stands. An unchanged answer is a 304.',
  })
  @ApiIdParam('id', 'Id of the message with us.', 457)
  @ApiHeader(IF_NONE_MATCH)
  @ApiOkResponse({
    type: MessageDto,
    examples: MESSAGE_EXAMPLES,
    description: 'The message now.',
    headers: ETAG_HEADER,
  })
  @ApiResponse({ status: 304, description: 'Nothing has changed.', headers: ETAG_HEADER })
  @ApiErrors('VALIDATION', 'MESSAGE_NOT_FOUND')
  getMessage(
    @CurrentUser() user: AuthUser,
    @Param('id', IdPipe) id: number,
    @CallerLanguage() language: Language,
  ): Promise<MessageDto> {
    return this.details.get(user, id, language);
  }

  @Post('retry')
  @SendLimited()
  @HttpCode(HttpStatus.OK)
  @ApiTags('Send')
  @ApiOperation({ summary: 'Send a failed message again', operationId: 'retryMessage', description: RETRY_DESCRIPTION })
  @ApiIdParam('id', 'Id of the message with us.', 456)
  @ApiHeader(PREFER_HEADER)
  @ApiBody({ type: RetryMessageDto, examples: RETRY_EXAMPLES, required: false })
  @ApiOkResponse({ type: SendMessageResponseDto, examples: SENT_EXAMPLES, description: 'WhatsApp has it.' })
  @ApiResponse({
    status: 202,
    type: SendMessageResponseDto,
    examples: PENDING_EXAMPLES,
    description: 'Under way again: `message-status` tells how it goes on.',
  })
  @ApiErrors(
    'MESSAGE_NOT_FOUND',
    RETRY_REFUSAL,
    new ApiError('WINDOW_CLOSED', { extra: { nextStep: 'template' } }),
    'CUSTOMER_BLOCKED',
    new ApiError('CHAT_MERGED', { extra: { mergedInto: 45 } }),
    'WABA_NOT_CONFIGURED',
    ...FAILED_SEND_ERRORS,
  )
  @ApiProblem(SendProblemDto)
  async retryMessage(
    @CurrentUser() user: AuthUser,
    @Param('id', IdPipe) id: number,
    @Body() { acceptDuplicate = false }: RetryMessageDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SendMessageResponseDto> {
    const { isAsync, origin, language } = readSendOptions(request);
    const result = await this.retries.retry(user, { messageId: id, acceptDuplicate, isAsync, origin });
    return answerSend(result, language, reply);
  }

  @Delete()
  @ApiTags('Send')
  @ApiOperation({
    summary: 'Cancel a message that still waits',
    operationId: 'cancelMessage',
    description:
      'Takes back what has not been handed to WhatsApp: it becomes `failed` with the code `CANCELLED`, and what waited behind it goes on. 409 once it is on its way or done.',
  })
  @ApiIdParam('id', 'Id of the message with us.', 456)
  @ApiOkResponse({ type: MessageDto, examples: CANCELLED_EXAMPLES, description: 'The message, cancelled.' })
  @ApiErrors('VALIDATION', 'MESSAGE_NOT_FOUND', CANCEL_REFUSAL)
  async cancelMessage(
    @CurrentUser() user: AuthUser,
    @Param('id', IdPipe) id: number,
    @CallerLanguage() language: Language,
    @Origin() origin: RequestOrigin,
  ): Promise<MessageDto> {
    await this.cancels.cancel(user, id, origin);
    return this.details.get(user, id, language);
  }

  @Get('story')
  @ApiTags('Send')
  @ApiOperation({
    summary: 'What happened to a message, in sentences',
    operationId: 'getMessageStory',
    description:
      'Who queued it, what it waited for, how WhatsApp answered each attempt, which receipts came, who retried or cancelled it. In English, or in Russian with `Accept-Language: ru`.',
  })
  @ApiIdParam('id', 'Id of the message with us.', 457)
  @ApiOkResponse({ type: MessageStoryDto, examples: STORY_EXAMPLES, description: 'The story so far.' })
  @ApiErrors('VALIDATION', 'MESSAGE_NOT_FOUND')
  getMessageStory(
    @CurrentUser() user: AuthUser,
    @Param('id', IdPipe) id: number,
    @CallerLanguage() language: Language,
  ): Promise<MessageStoryDto> {
    return this.stories.tell(user, id, language);
  }
}
