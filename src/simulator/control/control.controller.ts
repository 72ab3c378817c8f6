import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiBody,
  ApiConflictResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { TrafficService } from '../traffic.service.js';
import { INBOUND_EXAMPLES, WEBHOOK_EXAMPLES } from './control-examples.js';
import { ClockDto, OnlineDto, WebhookDto } from './control-requests.dto.js';
import {
  ClockResultDto,
  BAD_REQUEST,
  ControlErrorDto,
  InboundResultDto,
  MessageRequestsDto,
  OnlineResultDto,
  SentMessagesDto,
  WebhookResultDto,
} from './control-responses.dto.js';
import { CustomerMessageService } from './customer-message.service.js';
import { InboundDto } from './inbound.dto.js';
import { RawWebhookService } from './raw-webhook.service.js';
import { RECEIVED_INBOUND_EXAMPLES, RECEIVED_WEBHOOK_EXAMPLES } from './received-examples.js';
import { ResetService } from './reset.service.js';
import { TimeService } from './time.service.js';
import { validatedBody } from './validated-body.js';

@ApiTags('Control')
@Controller('control')
export class ControlController {
  constructor(
    private readonly traffic: TrafficService,
    private readonly customerMessage: CustomerMessageService,
    private readonly rawWebhook: RawWebhookService,
    private readonly time: TimeService,
    private readonly resetter: ResetService,
  ) {}

  @Get('sent')
  @ApiOperation({
    summary: 'What was sent',
    description: 'The messages WhatsApp accepted since the start or the last reset.',
  })
  @ApiOkResponse({ type: SentMessagesDto, description: 'Newest last; at most 50,000.' })
  listSent(): SentMessagesDto {
    return { sent: this.traffic.sent };
  }

  @Get('requests')
  @ApiOperation({
    summary: 'Every request to send',
    description: 'Refused ones too, with what became of each, and how often each code was given.',
  })
  @ApiOkResponse({ type: MessageRequestsDto, description: 'Newest last; at most 50,000.' })
  listRequests(): MessageRequestsDto {
    return { requests: this.traffic.requests, refusals: this.traffic.refusals };
  }

  @Post('inbound')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Let a customer write',
    description: 'Posts the signed webhook and opens the 24-hour window. Answers when the receiver has answered.',
  })
  @ApiBody({ type: InboundDto, examples: { ...INBOUND_EXAMPLES, ...RECEIVED_INBOUND_EXAMPLES } })
  @ApiOkResponse({ type: InboundResultDto, description: 'The webhook was tried once; it is retried until 200.' })
  @ApiBadRequestResponse(BAD_REQUEST)
  sendInbound(@Body(validatedBody('kept')) dto: InboundDto): Promise<InboundResultDto> {
    return this.customerMessage.write(dto);
  }

  @Post('webhook')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Post any webhook',
    description: 'Wraps the value in an envelope, signs it and posts it once, or several times at once.',
  })
  @ApiBody({ type: WebhookDto, examples: { ...WEBHOOK_EXAMPLES, ...RECEIVED_WEBHOOK_EXAMPLES } })
  @ApiOkResponse({ type: WebhookResultDto, description: 'What the receiver answered.' })
  @ApiBadRequestResponse(BAD_REQUEST)
  postWebhook(@Body(validatedBody()) dto: WebhookDto): Promise<WebhookResultDto> {
    return this.rawWebhook.post(dto);
  }

  @Post('clock')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Move the clock on',
    description: 'What falls due happens at once: late receipts, expiry of media, closed windows, retries of webhooks.',
  })
  @ApiOkResponse({ type: ClockResultDto, description: 'The clock was moved.' })
  @ApiBadRequestResponse(BAD_REQUEST)
  @ApiConflictResponse({ type: ControlErrorDto, description: 'This simulator runs on a clock that cannot be moved.' })
  advanceClock(@Body(validatedBody()) dto: ClockDto): ClockResultDto {
    return this.time.advance(dto.advanceSeconds);
  }

  @Post('online')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Bring a customer online',
    description: 'Messages that waited for this phone are delivered now.',
  })
  @ApiOkResponse({ type: OnlineResultDto, description: 'The phone is reachable.' })
  @ApiBadRequestResponse(BAD_REQUEST)
  bringOnline(@Body(validatedBody()) dto: OnlineDto): OnlineResultDto {
    return this.time.bringOnline(dto.phone);
  }

  @Post('reset')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Forget everything',
    description: 'Messages, media, customers, faults and waiting webhooks. The clock keeps its time.',
  })
  @ApiNoContentResponse({ description: 'As after the start.' })
  reset(): void {
    this.resetter.reset();
  }
}
