import { Body, Controller, Get, Header, Headers, HttpCode, HttpStatus, Ip, Post, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { failpoint } from '../common/failpoint.js';
import { Public } from '../common/public.decorator.js';
import { WEBHOOK_PATH } from './domain/webhook-path.js';
import { HandshakeService } from './handshake.service.js';
import { ReceiveWebhookService } from './receive-webhook.service.js';

/** Meta's door. Not in the document: nobody but Meta calls it. */
@ApiExcludeController()
@Public()
@Controller(WEBHOOK_PATH)
export class WebhookController {
  constructor(
    private readonly handshake: HandshakeService,
    private readonly receiver: ReceiveWebhookService,
  ) {}

  @Get()
  @Header('content-type', 'text/plain; charset=utf-8')
  verifyWebhook(@Query() query: Record<string, unknown>, @Ip() ip: string): string {
    return this.handshake.answer(query, ip);
  }

  /** Exactly 200: Meta counts every other status, also 201, as a failure and sends again for 7 days. */
  @Post()
  @HttpCode(HttpStatus.OK)
  @Header('content-type', 'text/plain; charset=utf-8')
  async receiveWebhook(
    @Body() raw: unknown,
    @Headers('x-hub-signature-256') signature: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    await this.receiver.receive(raw, signature);
    reply.raw.once('finish', () => failpoint('w4'));
    return 'OK';
  }
}
